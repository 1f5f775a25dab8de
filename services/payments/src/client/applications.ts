import { client } from '@peercert/chassis/client'
import { Problem } from '@peercert/chassis/problem'
import type { paths } from '@peercert/contracts/applications'

export type Matter = { readonly stands: true } | { readonly stands: false; readonly reason: string }

/** The owner of what is being paid for. */
export interface Applications {
  /** Whether the matter stands at the instant of the second Pay. Silence is `unavailable`, never a yes. */
  check(feeRequestId: string, at: Date): Promise<Matter>
}

export function openApplications(baseUrl: string, fetchWith: typeof fetch): Applications {
  const applications = client<paths>(baseUrl, fetchWith)
  return {
    async check(feeRequestId, at) {
      const checks = [{ feeRequestId, at: at.toISOString() }]
      const { data } = await applications
        .POST('/standing/renewals', { body: { checks } })
        .catch(() => ({ data: undefined }))
      const answer = data?.answers[0]
      if (answer?.feeRequestId !== feeRequestId) throw new Problem('unavailable', { retryAfter: 5 })
      return answer.stands
        ? { stands: true }
        : { stands: false, reason: answer.reason ?? 'NOT_IN_GOOD_STANDING' }
    },
  }
}
