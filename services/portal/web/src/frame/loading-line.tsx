import { useRouterState } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useSpeech } from '../words/language.ts'

/** The page before stays; after 400 ms a line says that the next one comes, after 5 s that it takes longer. */
export function LoadingLine({ always = false }: { always?: boolean }) {
  const { t } = useSpeech()
  const pending = useRouterState({ select: (state) => state.status === 'pending' })
  const since = useSince(pending || always)
  return (
    <p className={since > 0 ? 'loading' : 'loading loading--none'} role="status">
      {since === 1 && t('frame.loading')}
      {since === 2 && t('frame.slow')}
    </p>
  )
}

/** 0 at first, 1 after 400 ms, 2 after 5 s. */
export function useSince(waiting: boolean): 0 | 1 | 2 {
  const [since, setSince] = useState<0 | 1 | 2>(0)
  useEffect(() => {
    setSince(0)
    if (!waiting) return
    const soon = setTimeout(() => setSince(1), 400)
    const late = setTimeout(() => setSince(2), 5_000)
    return () => {
      clearTimeout(soon)
      clearTimeout(late)
    }
  }, [waiting])
  return since
}
