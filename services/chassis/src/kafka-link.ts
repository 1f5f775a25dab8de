import { type Loop, loop } from './background.ts'
import { explained, type KafkaRefusal } from './kafka-errors.ts'
import type { Log } from './log.ts'
import type { ReliableProducer } from './reliable-producer.ts'

/** Whether it makes sense to publish. Relays need not find out one transaction at a time. */
export interface KafkaLink {
  up(): boolean
  /** Why facts wait; undefined when they do not. */
  trouble(): KafkaRefusal | undefined
  lost(error: unknown): void
  sent(): void
  readonly probe: Loop
}

export interface KafkaLinkOptions {
  readonly producer: ReliableProducer
  readonly username: string | undefined
  readonly log: Log
  cameUp(): void
}

export function kafkaLink({ producer, username, log, cameUp }: KafkaLinkOptions): KafkaLink {
  let up = false
  let trouble: KafkaRefusal | undefined
  let told = ''
  const lost = (error: unknown) => {
    trouble = explained(error, { what: 'publish', username })
    // A wrong right is no reason to look for another connection.
    if (trouble.trouble === 'unreachable') up = false
    if (trouble.message === told) return
    told = trouble.message
    const level = trouble.trouble === 'unreachable' ? 'warn' : 'error'
    log[level]({ err: trouble, reason: trouble.message }, 'facts wait in the outbox')
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
      if (up) return
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
  return { up: () => up, trouble: () => trouble, lost, sent, probe }
}
