import { type Loop, loop } from './background.ts'
import { explained } from './kafka-errors.ts'
import type { Log } from './log.ts'
import type { ReliableProducer } from './reliable-producer.ts'

/** Whether it makes sense to publish. Relays need not find out one transaction at a time. */
export interface KafkaLink {
  up(): boolean
  /** Why facts wait, in plain words; undefined when they do not. */
  trouble(): string | undefined
  lost(error: unknown): void
  sent(): void
  readonly probe: Loop
}

export interface KafkaLinkOptions {
  readonly producer: ReliableProducer
  readonly username: string | undefined
  readonly log: Log
  /** Whether there is anybody who has something to say: who only listens has no right to publish. */
  wanted(): boolean
  cameUp(): void
}

export function kafkaLink({
  producer,
  username,
  log,
  wanted,
  cameUp,
}: KafkaLinkOptions): KafkaLink {
  let up = false
  let trouble: string | undefined = 'Kafka has not been reached yet'
  let told = ''
  const lost = (error: unknown) => {
    const refusal = explained(error, { what: 'publish', username })
    trouble = refusal.message
    // A wrong right is no reason to look for another connection.
    if (refusal.trouble === 'unreachable') up = false
    if (trouble === told) return
    told = trouble
    const level = refusal.trouble === 'unreachable' ? 'warn' : 'error'
    log[level]({ err: refusal, reason: trouble }, 'facts wait in the outbox')
  }
  const sent = () => {
    if (told !== '') log.info('facts go to Kafka again')
    trouble = undefined
    told = ''
  }
  const probe = loop({
    name: 'look for Kafka',
    everyMs: 500,
    async run() {
      if (up || !wanted()) return
      await producer.connect().then(
        () => {
          up = true
          sent()
          cameUp()
        },
        (error: unknown) => lost(error),
      )
    },
  })
  return { up: () => up, trouble: () => (wanted() ? trouble : undefined), lost, sent, probe }
}
