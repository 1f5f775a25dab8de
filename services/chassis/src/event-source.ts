import type { EventDigest, Span } from './event-buckets.ts'
import type { OutboxId } from './outbox-digests.ts'
import { TransientError } from './transient.ts'

/** A service that publishes, asked about its outbox (contracts/shared/events.yaml). */
export interface EventSource {
  digests(span: Span): Promise<EventDigest[]>
  /** Every event of the type in the span, in order of ids. */
  events(type: string, span: Span): Promise<OutboxId[]>
  /** Answers how many of them it will send once more. */
  publishAgain(ids: readonly string[]): Promise<number>
}

const mostAgain = 1_000

/** `fetchWith` brings this service's token. */
export function eventSource(baseUrl: string, fetchWith: typeof fetch): EventSource {
  const ask = async <T>(path: string, init?: RequestInit): Promise<T> => {
    const response = await fetchWith(`${baseUrl}${path}`, init)
    if (!response.ok)
      throw new TransientError(
        `${new URL(baseUrl).origin}${path.split('?')[0]}: ${response.status}`,
      )
    return (await response.json()) as T
  }
  const query = ({ from, until }: Span, more: Record<string, string> = {}) =>
    new URLSearchParams({ from: from.toISOString(), until: until.toISOString(), ...more })
  return {
    async digests(span) {
      type Answer = { digests: (Omit<EventDigest, 'bucket'> & { bucket: string })[] }
      const { digests } = await ask<Answer>(`/event-digests?${query(span)}`)
      return digests.map((one) => ({ ...one, bucket: new Date(one.bucket) }))
    },
    async events(type, span) {
      const all: OutboxId[] = []
      for (let more = true; more;) {
        const last = all.at(-1)
        const asked = query(span, { type, ...(last && { after: last.id }) })
        const page = await ask<{ events: OutboxId[]; more: boolean }>(`/event-ids?${asked}`)
        all.push(...page.events)
        more = page.more
      }
      return all
    },
    async publishAgain(ids) {
      let again = 0
      for (let at = 0; at < ids.length; at += mostAgain) {
        const body = JSON.stringify({ ids: ids.slice(at, at + mostAgain) })
        const headers = { 'content-type': 'application/json' }
        const init = { method: 'POST', headers, body }
        again += (await ask<{ again: number }>('/event-republications', init)).again
      }
      return again
    },
  }
}
