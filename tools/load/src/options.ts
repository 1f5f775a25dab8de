import { folderOf, parsed, UsageError } from '@peercert/local/options'
import type { SignInKind } from '@peercert/stack/sign-in'

export interface LoadOptions {
  /** Measured seconds of the rush, and of the verifications after it. */
  readonly seconds: number
  readonly data: string
  readonly signIn: SignInKind
  readonly json: boolean
}

export const usage = `npm run load -- [options]     the rush before midnight of a month's end, on the real parts

  --seconds N    measured seconds of the rush, and again of public verifications alone: 10 to 900 (60)
  --data DIR     the stack that runs there (.peercert/stack); where none runs, one of its own is started and stopped
  --sign-in S    of a stack of its own: keycloak, or embedded (keycloak)
  --json         the last line is one of JSON on standard output; the rest goes to standard error
  --help         this text
`

/** Reads the command line; throws UsageError with a line for a person. */
export function readLoadOptions(args: readonly string[]): LoadOptions | 'help' {
  const { values } = parse(args)
  if (values.help) return 'help'
  const signIn = values['sign-in']
  if (signIn !== 'keycloak' && signIn !== 'embedded')
    throw new UsageError(`--sign-in takes keycloak or embedded, not ${JSON.stringify(signIn)}.`)
  return {
    seconds: secondsOf(values.seconds),
    data: folderOf(values.data),
    signIn,
    json: values.json,
  }
}

const parse = (args: readonly string[]) =>
  parsed({
    args: [...args],
    strict: true,
    options: {
      seconds: { type: 'string', default: '60' },
      data: { type: 'string', default: '.peercert/stack' },
      'sign-in': { type: 'string', default: 'keycloak' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })

/** Whoever logged in before the rush would be logged out after twenty minutes. */
function secondsOf(text: string): number {
  const seconds = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (seconds < 10 || seconds > 900)
    throw new UsageError(`--seconds takes a number from 10 to 900, not ${JSON.stringify(text)}.`)
  return seconds
}
