/** Why Kafka did not do what it was asked. */
export type KafkaTrouble =
  /** Signed in, and not allowed to do this. */
  | 'right'
  | 'password'
  /** The broker wants a sign-in and nobody has given us one. */
  | 'no sign-in'
  | 'topic'
  | 'too large'
  /** Nobody answers, or not in time: waiting may help. */
  | 'unreachable'
  /** Nothing of Kafka's. */
  | 'our own'

/** Says in plain words what kafkajs hides in names and causes. */
export class KafkaRefusal extends Error {
  override readonly name = 'KafkaRefusal'
  readonly trouble: KafkaTrouble

  constructor(trouble: KafkaTrouble, message: string, cause: unknown) {
    super(message, { cause })
    this.trouble = trouble
  }
}

interface Said {
  readonly name?: string
  readonly type?: string
  readonly message?: string
  readonly code?: unknown
  readonly cause?: unknown
  readonly errors?: readonly unknown[]
}

/** The error with all it stands for, outermost first. */
function chain(error: unknown): Said[] {
  const found: Said[] = []
  const open = [error]
  while (open.length > 0 && found.length < 20) {
    const next = open.shift()
    if (next === null || typeof next !== 'object') continue
    const said = next as Said
    found.push(said)
    open.push(said.cause, ...(said.errors ?? []))
  }
  return found
}

export interface Attempt {
  /** Such as `write the topic x`. */
  readonly what: string
  /** The principal; undefined when nobody signs in. */
  readonly username: string | undefined
}

const rights = new Set([
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
])
const signIn = new Set(['SASL_AUTHENTICATION_FAILED', 'UNSUPPORTED_SASL_MECHANISM'])
const unknownTopic = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'INVALID_TOPIC_EXCEPTION'])
const tooLarge = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'])

/** A wrong right is a wrong right, a wrong password a wrong password; only silence is silence. */
export function explained(error: unknown, attempt: Attempt): KafkaRefusal {
  if (error instanceof KafkaRefusal) return error
  const parts = chain(error)
  const root = parts.at(-1)?.message ?? String(error)
  const [trouble, words] =
    refused(parts, attempt) ??
    (parts.some(isSilence)
      ? (['unreachable', `Kafka does not answer: ${root}`] as const)
      : (['our own', `cannot ${attempt.what}: ${root}`] as const))
  return new KafkaRefusal(trouble, words, error)
}

function isSilence({ name = '', code }: Said): boolean {
  return /^KafkaJS|^NotAcknowledged$|^Silence$/.test(name) || /^E[A-Z]+$/.test(String(code))
}

/** Undefined when nobody has refused anything. */
function refused(
  parts: readonly Said[],
  { what, username }: Attempt,
): readonly [KafkaTrouble, string] | undefined {
  const type = (set: ReadonlySet<string>) => parts.some((part) => set.has(part.type ?? ''))
  const named = (name: string) => parts.some((part) => part.name === name)
  const who = username ?? 'nobody'
  if (named('KafkaJSSASLAuthenticationError') || type(signIn))
    return ['password', `Kafka refuses the sign-in of ${who}: the user or the password is wrong`]
  if (type(rights)) return ['right', `${who} has no right to ${what}, or it does not exist`]
  if (type(tooLarge)) return ['too large', `too large for Kafka to ${what}`]
  if (type(unknownTopic)) return ['topic', `cannot ${what}: there is no such topic`]
  // Whoever says nothing to a listener that wants a sign-in is hung up on.
  if (username === undefined && named('KafkaJSConnectionClosedError'))
    return ['no sign-in', 'Kafka hangs up on us: it wants a sign-in, and there is no user name']
  return undefined
}
