import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs, type ParseArgsConfig } from 'node:util'

export interface Options {
  /** The portal's port; 0 takes a free one, undefined the usual one or a free one. */
  readonly port: number | undefined
  readonly data: string
  readonly fresh: boolean
  readonly demo: boolean
  readonly json: boolean
  /** Where traces go, by OTLP over HTTP; nowhere without it. */
  readonly traces?: string
}

export const usage = `npm start -- [options]     runs PeerCert on this machine

  --port N       the portal's port (4400, or a free one when that is taken; 0 takes a free one)
  --data DIR     where everything is kept (.peercert/data)
  --fresh        forget what is in that folder and start anew
  --no-demo      no demo people
  --json         one line of JSON on standard output when ready; the rest goes to standard error
  --traces URL   where traces go (OTLP over HTTP, for example http://127.0.0.1:4318)
  --stack        on the real parts: Kafka, Keycloak, NATS (npm run stack says more)
  --help         this text
`

export class UsageError extends Error {}

/** What the command line says; throws UsageError for what no option is. */
export function parsed<Config extends ParseArgsConfig>(config: Config) {
  try {
    return parseArgs(config)
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** Reads the command line; throws UsageError with a line for a person. */
export function readOptions(args: readonly string[]): Options | 'help' {
  const values = parse(args)
  if (values.help) return 'help'
  return {
    port: values.port === undefined ? undefined : portOf(values.port),
    data: folderOf(values.data ?? '.peercert/data'),
    fresh: values.fresh ?? false,
    demo: !values['no-demo'],
    json: values.json ?? false,
    ...(values.traces !== undefined && { traces: addressOf(values.traces) }),
  }
}

const parse = (args: readonly string[]) =>
  parsed({
    args: [...args],
    strict: true,
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      fresh: { type: 'boolean' },
      'no-demo': { type: 'boolean' },
      json: { type: 'boolean' },
      traces: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  }).values

export function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= 65_535))
    throw new UsageError(`--port takes a number from 0 to 65535, not ${JSON.stringify(text)}.`)
  return port
}

function addressOf(text: string): string {
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? ''))
    throw new UsageError(`--traces takes an http or https address, not ${JSON.stringify(text)}.`)
  return text.replace(/\/$/, '')
}

/** A folder on the command line: `~` is the home folder, relative paths start where the person stands. */
export function folderOf(text: string): string {
  return text.startsWith('~/') ? join(homedir(), text.slice(2)) : resolve(text)
}
