import type { Producer } from './broker.ts'

/** Who publishes in this process, and who is at work on whose database. */
export interface ProducerTable {
  open(producer: Producer): void
  wake(): void
  /** Undefined when nobody publishes the topic now. */
  using<T>(topic: string, work: (producer: Producer) => Promise<T>): Promise<T | undefined>
  /** Resolves when nobody is at work on its database any more. */
  release(topic: string): Promise<void>
}

export function producerTable(): ProducerTable {
  const producers = new Map<string, Producer>()
  const busy = new Map<string, Set<Promise<unknown>>>()
  return {
    open: (producer) => void producers.set(producer.topic, producer),
    wake() {
      for (const producer of producers.values()) producer.wake()
    },
    async using(topic, work) {
      const producer = producers.get(topic)
      if (!producer) return undefined
      const running = work(producer)
      const all = busy.get(topic) ?? new Set()
      busy.set(topic, all.add(running))
      try {
        return await running
      } finally {
        all.delete(running)
      }
    },
    async release(topic) {
      producers.delete(topic)
      const running = busy.get(topic) ?? new Set<Promise<unknown>>()
      await Promise.allSettled(running)
    },
  }
}
