import { queryClient } from './queries.ts'

/** What does not change with what a person or staff do. */
const lasting = ['text', 'program', 'pay-box']

/** The portal says that something changed; every page asks again for what it shows. */
export function listenLive(ended: () => void): () => void {
  let source: EventSource | null = null
  let again: ReturnType<typeof setTimeout> | undefined
  let opened = false
  const changed = () =>
    void queryClient.invalidateQueries({
      predicate: ({ queryKey }) => !lasting.includes(String(queryKey[0])),
    })
  const open = () => {
    source = new EventSource('/api/events')
    for (const name of ['message', 'account', 'work']) source.addEventListener(name, changed)
    source.addEventListener('session-ended', ended)
    source.addEventListener('open', () => {
      // What happened while nobody listened is asked for.
      if (opened) changed()
      opened = true
    })
    source.addEventListener('error', () => {
      if (source?.readyState !== EventSource.CLOSED) return
      source.close()
      again = setTimeout(open, 15_000)
    })
  }
  open()
  return () => {
    clearTimeout(again)
    source?.close()
  }
}
