import { folderOf, parsed, portOf, UsageError } from '@peercert/local/options'
import type { Person } from '@peercert/local/people'
import type { SignInKind } from './sign-in.ts'
import { isWish, type Wish } from './ways.ts'

export interface StackOptions {
  /** The portal's port; 0 takes a free one, undefined the usual one or a free one. */
  readonly port: number | undefined
  readonly data: string
  readonly fresh: boolean
  readonly demo: boolean
  readonly brokers: 1 | 3
  readonly signIn: SignInKind
  /** STACK_PARTS unless given; auto without that. */
  readonly parts?: Wish
  /** People whom the sign-in knows beside those of the demo; for tests. */
  readonly crowd?: readonly Person[]
}

export type Action = 'up' | 'down' | 'status' | 'kill' | 'start' | 'logs' | 'foreground'

export interface Command extends StackOptions {
  readonly action: Action
  /** Of a process, where the action is about one. */
  readonly name: string | undefined
  readonly json: boolean
  readonly restart: boolean
  readonly follow: boolean
}

export const usage = `npm run stack -- up | down | status | kill NAME | start NAME | logs NAME     PeerCert on the real parts

  up             starts PostgreSQL, Kafka, NATS, the sign-in, the simulators and every service as its own process
    --brokers N    Kafka brokers: 1, or 3 of which one may be missing
    --sign-in S    keycloak, or embedded: the light one of npm start
    --parts P      PostgreSQL, Kafka and NATS from packages or in containers; auto takes containers where it can
    --port N       the portal's port (4400, or a free one when that is taken; 0 takes a free one)
    --fresh        forget what is in the folder and start anew
    --no-demo      no demo people
    --json         one line of JSON on standard output when ready; the rest goes to standard error
  down           stops everything; the next up goes on where this one was
    --fresh        and forgets it
  status         what runs (--json)
  kill NAME      ends one process at once; it stays down until start NAME
    --restart      and starts it again at once
  start NAME     starts it again
  logs NAME      the end of its log (--follow)

  --data DIR     where everything is kept (.peercert/stack)
  --help         this text
`

const actions: readonly Action[] = ['up', 'down', 'status', 'kill', 'start', 'logs', 'foreground']

/** Reads the command line; throws UsageError with a line for a person. */
export function readCommand(args: readonly string[]): Command | 'help' {
  const { values, positionals } = parse(args)
  if (values.help) return 'help'
  const action = values.stack ? 'foreground' : actionOf(positionals)
  return {
    action,
    name: positionals[1],
    port: values.port === undefined ? undefined : portOf(values.port),
    data: folderOf(values.data),
    demo: !values['no-demo'],
    brokers: brokersOf(values.brokers),
    signIn: signInOf(values['sign-in']),
    ...(values.parts !== undefined && { parts: partsOf(values.parts) }),
    fresh: values.fresh,
    json: values.json,
    restart: values.restart,
    follow: values.follow,
  }
}

function actionOf([word = '', name]: readonly string[]): Action {
  const action = actions.find((one) => one === word)
  if (!action) throw new UsageError(`There is no "${word}".`)
  if (['kill', 'start', 'logs'].includes(action) && name === undefined)
    throw new UsageError(`${action} needs the NAME of a process; status lists them.`)
  return action
}

const parse = (args: readonly string[]) =>
  parsed({
    args: [...args],
    strict: true,
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      data: { type: 'string', default: '.peercert/stack' },
      brokers: { type: 'string', default: '1' },
      'sign-in': { type: 'string', default: 'keycloak' },
      parts: { type: 'string' },
      fresh: { type: 'boolean', default: false },
      'no-demo': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      restart: { type: 'boolean', default: false },
      follow: { type: 'boolean', short: 'f', default: false },
      stack: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  })

function brokersOf(text: string): 1 | 3 {
  if (text !== '1' && text !== '3')
    throw new UsageError(`--brokers takes 1 or 3, not ${JSON.stringify(text)}.`)
  return text === '1' ? 1 : 3
}

function partsOf(text: string): Wish {
  if (!isWish(text))
    throw new UsageError(`--parts takes packages, containers or auto, not ${JSON.stringify(text)}.`)
  return text
}

function signInOf(text: string): SignInKind {
  if (text !== 'keycloak' && text !== 'embedded')
    throw new UsageError(`--sign-in takes keycloak or embedded, not ${JSON.stringify(text)}.`)
  return text
}
