import fc, { type Arbitrary } from 'fast-check'

/** A JSON Schema as the contracts write them; only the keywords that they use are read. */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly minProperties?: number
  readonly maxProperties?: number
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
}

/** Values that fit a schema. Strings may hold any Unicode text but NUL, which no text of ours may hold. */
export function fitting(schema: Schema): Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = (schema.oneOf ?? schema.anyOf)?.filter(
    (choice) => choice.type !== undefined || choice.enum,
  )
  if (choices && choices.length > 0) return fc.oneof(...choices.map(fitting))
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? ['string'])
  return fc.oneof(...types.map((type) => fittingType(type, schema)))
}

function fittingType(type: string, schema: Schema): Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.integer({
        min: schema.minimum ?? -1000,
        max: Math.min(schema.maximum ?? 100_000, 2 ** 31 - 1),
      })
    case 'number':
      return fc.double({ min: schema.minimum ?? -1000, max: schema.maximum ?? 1000, noNaN: true })
    case 'array':
      return fittingArray(schema)
    case 'object':
      return fittingObject(schema)
    default:
      return fittingText(schema)
  }
}

const formats: Readonly<Record<string, Arbitrary<string>>> = {
  uuid: fc.uuid({ version: 4 }),
  email: fc.stringMatching(/^[a-z]{1,12}@[a-z]{1,10}\.example$/),
  date: fc
    .date({ min: new Date('2022-01-02'), max: new Date('2032-01-01'), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10)),
  'date-time': fc
    .date({ min: new Date('2022-01-02'), max: new Date('2032-01-01'), noInvalidDate: true })
    .map((day) => day.toISOString()),
}

function fittingText({
  format,
  pattern,
  minLength = 0,
  maxLength = 60,
}: Schema): Arbitrary<string> {
  const known = format ? formats[format] : undefined
  if (known) return known
  if (pattern)
    return fc
      .stringMatching(new RegExp(pattern))
      .filter((text) => text.length >= minLength && text.length <= maxLength)
  const max = Math.max(minLength, Math.min(maxLength, 80))
  return fc
    .oneof(
      fc.string({ unit: 'grapheme', minLength, maxLength: max }),
      fc.constantFrom(
        "Robert'); drop table x;--",
        '<img src=x onerror=alert(1)>',
        '../../etc/passwd',
        '\u202Etxt',
        'ñandú 🌻',
        '=1+1',
      ),
    )
    .filter(
      (text) => text.length >= minLength && text.length <= maxLength && !text.includes('\u0000'),
    )
}

function fittingArray({
  items = {},
  minItems = 0,
  maxItems = 5,
  uniqueItems = false,
}: Schema): Arbitrary<unknown[]> {
  const bounds = { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, 6)) }
  return uniqueItems ? fc.uniqueArray(fitting(items), bounds) : fc.array(fitting(items), bounds)
}

function fittingObject({
  properties = {},
  required = [],
  minProperties = 0,
  maxProperties = 100,
}: Schema): Arbitrary<object> {
  const model = Object.fromEntries(
    Object.entries(properties).map(([key, schema]) => [key, fitting(schema)]),
  )
  return fc.record(model, { requiredKeys: [...required] }).filter((value) => {
    const size = Object.keys(value).length
    return size >= minProperties && size <= maxProperties
  })
}

/** One thing wrong with a value that would otherwise fit: where, and what stands there now. */
export interface Wrong {
  readonly body: unknown
  readonly why: string
}

export function notFitting(schema: Schema): Arbitrary<Wrong> {
  const whole: Arbitrary<Wrong> = fc
    .constantFrom<unknown>('text', 7, true, [], null)
    .map((body) => ({ body, why: `${JSON.stringify(body)} in place of the body` }))
  if (!schema.properties) return whole
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fitting(schema).chain((value) =>
        spoiled(schema, value as Record<string, unknown>),
      ),
    },
    { weight: 1, arbitrary: whole },
  )
}

function spoiled(schema: Schema, value: Record<string, unknown>): Arbitrary<Wrong> {
  const properties = Object.entries(schema.properties ?? {})
  const ways: Arbitrary<Wrong>[] = [
    fc
      .constantFrom('status', 'accountId2', 'role', 'constructor', 'amountCents2')
      .map((key) => ({ body: { ...value, [key]: 'x' }, why: `unknown ${key}` })),
  ]
  for (const key of schema.required ?? [])
    ways.push(
      fc.constant({
        body: Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)),
        why: `no ${key}`,
      }),
    )
  for (const [key, inner] of properties)
    ways.push(
      wrongValue(inner).map((bad) => ({
        body: { ...value, [key]: bad },
        why: `${key} is ${JSON.stringify(bad)?.slice(0, 60)}`,
      })),
    )
  return fc.oneof(...ways)
}

/** Values that a keyword of a schema rules out. */
const ruledOut: readonly (readonly [
  applies: (schema: Schema, types: Set<string>) => boolean,
  value: (schema: Schema) => unknown,
])[] = [
  [(_, types) => types.size > 0 && !types.has('object'), () => ({ not: '' })],
  [(_, types) => types.size > 0 && !types.has('object'), () => ({ $ne: null })],
  [(_, types) => types.size > 0 && !types.has('array'), () => [['x']]],
  [(_, types) => types.size > 0 && !types.has('string'), () => 'text'],
  [(_, types) => types.size > 0 && !types.has('integer') && !types.has('number'), () => 1e300],
  [({ enum: choices }) => choices !== undefined, () => 'none-of-these'],
  [({ format, pattern }) => Boolean(format ?? pattern), () => '\u0001 not like that \u0001'],
  [(_, types) => types.has('string'), () => 'nul\u0000inside'],
  [({ maxLength }) => maxLength !== undefined, ({ maxLength = 0 }) => 'x'.repeat(maxLength + 1)],
  [(_, types) => types.has('integer'), () => 1.5],
  [({ maximum }) => maximum !== undefined, ({ maximum = 0 }) => maximum + 1],
]

function wrongValue(schema: Schema): Arbitrary<unknown> {
  const types = new Set(typeof schema.type === 'string' ? [schema.type] : schema.type)
  const bad = ruledOut
    .filter(([applies]) => applies(schema, types))
    .map(([, value]) => value(schema))
  return fc.constantFrom(...(bad.length > 0 ? bad : [{ deep: { deeper: 1 } }]))
}
