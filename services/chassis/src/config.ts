/** Reads one value of the environment, or says what is wrong with it. */
export interface Setting<T> {
  readonly secret: boolean
  readonly fallback: { readonly value: T } | undefined
  /** Throws with the reason; the message must not repeat a secret. */
  readonly parse: (text: string) => T
}

export type ConfigSchema = Readonly<Record<string, Setting<unknown>>>

export type Config<Schema extends ConfigSchema> = {
  readonly [Key in keyof Schema]: Schema[Key] extends Setting<infer T> ? T : never
}

export type Environment = Readonly<Record<string, string | undefined>>

export class ConfigError extends Error {
  readonly wrong: readonly string[]

  constructor(wrong: readonly string[]) {
    super(`configuration is wrong:\n${wrong.map((line) => `  ${line}`).join('\n')}`)
    this.name = 'ConfigError'
    this.wrong = wrong
  }
}

/**
 * Reads every setting once, names all wrong ones together, and freezes the result.
 * The setting `smtpUrl` is read from SMTP_URL.
 */
export function loadConfig<Schema extends ConfigSchema>(
  schema: Schema,
  env: Environment,
): Config<Schema> {
  const wrong: string[] = []
  const values: Record<string, unknown> = {}
  for (const [key, setting] of Object.entries(schema)) {
    const name = environmentName(key)
    const text = env[name]
    if (text === undefined || text === '') {
      if (setting.fallback) values[key] = setting.fallback.value
      else wrong.push(`${name} is missing`)
      continue
    }
    try {
      values[key] = setting.parse(text)
    } catch (error) {
      const shown = setting.secret ? '' : ` (it is ${JSON.stringify(text)})`
      wrong.push(`${name} ${error instanceof Error ? error.message : 'is wrong'}${shown}`)
    }
  }
  if (wrong.length > 0) throw new ConfigError(wrong)
  return Object.freeze(values) as Config<Schema>
}

export function environmentName(key: string): string {
  return key.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()
}

export function text(options: { default?: string } = {}): Setting<string> {
  return setting((value) => value, options.default)
}

/** No default: an address that nobody gave is a mistake, not a guess. */
export function url(options: { protocols?: readonly string[] } = {}): Setting<string> {
  return setting((value) => {
    const parsed = URL.canParse(value) ? new URL(value) : undefined
    if (!parsed) throw new Error('must be a URL')
    const allowed = options.protocols
    if (allowed && !allowed.includes(parsed.protocol.replace(':', '')))
      throw new Error(`must be a URL of ${allowed.join(' or ')}`)
    return value.replace(/\/$/, '')
  })
}

/** As url(), but it may be left out. */
export function optionalUrl(): Setting<string | undefined> {
  return { secret: false, fallback: { value: undefined }, parse: url().parse }
}

/** Like every secret: no default, never printed. Passwords in URLs are secrets, too. */
export function secret(options: { minLength?: number } = {}): Setting<string> {
  const { minLength = 8 } = options
  return {
    secret: true,
    fallback: undefined,
    parse: (value) => {
      if (value.length < minLength) throw new Error(`must have at least ${minLength} characters`)
      return value
    },
  }
}

export function secretUrl(options: { protocols?: readonly string[] } = {}): Setting<string> {
  return { ...url(options), secret: true }
}

/** 0 asks for any free port. */
export function port(options: { default?: number } = {}): Setting<number> {
  return integer({ ...options, min: 0, max: 65_535 })
}

export function integer(
  options: { default?: number; min?: number; max?: number } = {},
): Setting<number> {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = options
  return setting((value) => {
    const number = /^-?\d+$/.test(value) ? Number(value) : Number.NaN
    if (!Number.isSafeInteger(number) || number < min || number > max)
      throw new Error(`must be a whole number from ${min} to ${max}`)
    return number
  }, options.default)
}

export function flag(options: { default?: boolean } = {}): Setting<boolean> {
  return setting((value) => {
    if (value !== 'true' && value !== 'false') throw new Error('must be true or false')
    return value === 'true'
  }, options.default)
}

export function oneOf<const Choice extends string>(
  choices: readonly Choice[],
  options: { default?: NoInfer<Choice> } = {},
): Setting<Choice> {
  return setting((value) => {
    const choice = choices.find((one) => one === value)
    if (choice === undefined) throw new Error(`must be one of ${choices.join(', ')}`)
    return choice
  }, options.default)
}

function setting<T>(parse: (text: string) => T, value?: T): Setting<T> {
  return { secret: false, fallback: value === undefined ? undefined : { value }, parse }
}
