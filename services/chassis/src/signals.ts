import { EventEmitter } from 'node:events'

/**
 * Signals may be lost: they say "look again", never what happened. A lost one costs a refresh or a
 * poll interval, never a fact.
 */
export interface Signals {
  /** Many subjects at once travel as one. */
  emit(topic: string, ...subjects: readonly string[]): void
  /** Answers how to stop listening. */
  on(topic: string, listener: (subject: string) => void): () => void
  /** False while other processes cannot be reached: their news comes late, nothing else. */
  readonly connected?: boolean
}

/** Said inside a process when signals of other processes may have passed it by: look again. */
export const missedTopic = 'missed'

/** Signals inside one process. */
export function localSignals(): Signals {
  const emitter = new EventEmitter()
  emitter.setMaxListeners(0)
  return {
    // A listener runs on its own turn: it can neither delay nor break the one who says something.
    emit: (topic, ...subjects) =>
      void setImmediate(() => {
        if (emitter.listenerCount(topic) === 0) return
        for (const subject of subjects) emitter.emit(topic, subject)
      }),
    on(topic, listener) {
      const guarded = (subject: string) => {
        try {
          listener(subject)
        } catch {
          // Lost, as any signal may be.
        }
      }
      emitter.on(topic, guarded)
      return () => void emitter.off(topic, guarded)
    },
  }
}
