import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { applications } from '../../api/clients.ts'
import { answer } from '../../api/problem.ts'
import type { LateReview } from './late-page.tsx'

/** Opening a free file takes it, so that the next reader sees with whom it is. */
export function useTaking(review: LateReview): void {
  const asked = useRef(false)
  const taking = useTakingChange(review.renewalId)
  const free = review.takenBy === null && !review.barred && review.state !== 'refusal-proposed'
  const open = review.state === 'in-review' || review.state === 'question'
  useEffect(() => {
    if (!free || !open || asked.current) return
    asked.current = true
    // Somebody else was faster: the page then shows with whom it is.
    taking.mutate({ do: 'take' })
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once on arrival
  }, [free, open])
}

type Change = { do: 'take' | 'release' } | { do: 'hand-on'; to: string }

export function useTakingChange(renewalId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Change) =>
      answer(
        applications.POST('/staff/late-reviews/{renewalId}/taking', {
          params: { path: { renewalId } },
          body,
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['desk'] }),
  })
}
