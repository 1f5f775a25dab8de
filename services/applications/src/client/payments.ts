import { client } from '@peercert/chassis/client'
import type { paths } from '@peercert/contracts/payments'
import { refuse } from '../problems.ts'

type Input =
  paths['/fee-requests/{feeRequestId}']['put']['requestBody']['content']['application/json']

export interface Payments {
  /** Says what is owed, and from when. False when it was settled before. */
  putFeeRequest(feeRequestId: string, input: Input): Promise<boolean>
}

export function paymentsClient(baseUrl: string, fetchWith: typeof fetch): Payments {
  const http = client<paths>(baseUrl, fetchWith)
  return {
    async putFeeRequest(feeRequestId, body) {
      const params = { path: { feeRequestId } }
      const { data, error } = await http
        .PUT('/fee-requests/{feeRequestId}', { params, body })
        .catch(() => {
          throw refuse('unavailable', { retryAfter: 5 })
        })
      if (data) return true
      if (error?.type === 'fee-request-settled') return false
      throw refuse('unavailable', { retryAfter: 5 })
    },
  }
}
