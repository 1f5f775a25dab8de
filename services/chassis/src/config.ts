/**
 * Reads one value of the environment, or says what is wrong with it. What it is for stands in a docstring
 * above it in its schema; docs/environment.md is made from both.
 */
export interface Setting<T> {
  readonly secret: boolean
  /** What it accepts, for the people who set it: `a URL`. */
  readonly takes: string
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
  return setting('text', (value) => value, options.default)
}

/** No default: an address that nobody gave is a mistake, not a guess. */
export function url(options: { protocols?: readonly string[] } = {}): Setting<string> {
  const allowed = options.protocols
  const takes = allowed ? `a URL of ${allowed.join(' or ')}` : 'a URL'
  return setting(takes, (value) => {
    const parsed = URL.canParse(value) ? new URL(value) : undefined
    if (!parsed) throw new Error('must be a URL')
    if (allowed && !allowed.includes(parsed.protocol.replace(':', '')))
      throw new Error(`must be ${takes}`)
    return value.replace(/\/$/, '')
  })
}

/** As url(), but it may be left out. */
export function optionalUrl(): Setting<string | undefined> {
  return { ...url(), fallback: { value: undefined } }
}

/** Like every secret: no default, never printed. Passwords in URLs are secrets, too. */
export function secret(options: { minLength?: number } = {}): Setting<string> {
  const { minLength = 8 } = options
  const parse = (value: string) => {
    if (value.length < minLength) throw new Error(`must have at least ${minLength} characters`)
    return value
  }
  return { ...setting(`at least ${minLength} characters`, parse), secret: true }
}

export function secretUrl(options: { protocols?: readonly string[] } = {}): Setting<string> {
  return { ...url(options), secret: true }
}

/** As secret(), but it may be left out. */
export function optionalSecret(options: { minLength?: number } = {}): Setting<string | undefined> {
  return { ...secret(options), fallback: { value: undefined } }
}

/** Comma-separated host:port. */
export function addresses(): Setting<readonly string[]> {
  const takes = 'host:port, several with commas between them'
  return setting(takes, (value) => {
    const all = value.split(',').map((one) => one.trim())
    const wrong = all.find((one) => !/^(?:[\w.-]+|\[[\da-f:]+\]):\d{1,5}$/i.test(one))
    if (wrong !== undefined) throw new Error(`must be ${takes}`)
    return all
  })
}

/** 0 asks for any free port. */
export function port(options: { default?: number } = {}): Setting<number> {
  return integer({ ...options, min: 0, max: 65_535 })
}

export function integer(
  options: { default?: number; min?: number; max?: number } = {},
): Setting<number> {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = options
  const takes = `a whole number from ${min} to ${max}`
  const parse = (value: string) => {
    const number = /^-?\d+$/.test(value) ? Number(value) : Number.NaN
    if (!Number.isSafeInteger(number) || number < min || number > max)
      throw new Error(`must be ${takes}`)
    return number
  }
  return setting(takes, parse, options.default)
}

export function flag(options: { default?: boolean } = {}): Setting<boolean> {
  const parse = (value: string) => {
    if (value !== 'true' && value !== 'false') throw new Error('must be true or false')
    return value === 'true'
  }
  return setting('true or false', parse, options.default)
}

export function oneOf<const Choice extends string>(
  choices: readonly Choice[],
  options: { default?: NoInfer<Choice> } = {},
): Setting<Choice> {
  const takes = `one of ${choices.join(', ')}`
  const parse = (value: string) => {
    const choice = choices.find((one) => one === value)
    if (choice === undefined) throw new Error(`must be ${takes}`)
    return choice
  }
  return setting(takes, parse, options.default)
}

function setting<T>(takes: string, parse: (text: string) => T, value?: T): Setting<T> {
  return { secret: false, takes, fallback: value === undefined ? undefined : { value }, parse }
}
