import { useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'
import { leave, type Left } from '../api/leaving.ts'

/** Empties this window first and tells the servers then. */
export function useLeave(): (why: Left['why'], over?: boolean) => void {
  const router = useRouter()
  return useCallback(
    (why, over = false) =>
      void leave({
        why,
        over,
        empty: () => void router.navigate({ to: '/logged-out', replace: true }),
      }),
    [router],
  )
}
