import { client } from '@peercert/chassis/client'
import { TransientError } from '@peercert/chassis/transient'
import type { paths } from '@peercert/contracts/payments'

export interface Payments {
  /** Of those that exist. */
  voucherCodesOf(voucherIds: readonly string[]): Promise<ReadonlyMap<string, string>>
}

export function paymentsClient(url: string, fetchWith: typeof fetch): Payments {
  const api = client<paths>(url, fetchWith)
  return {
    async voucherCodesOf(voucherIds) {
      if (voucherIds.length === 0) return new Map()
      const { data } = await api.POST('/voucher-codes', { body: { voucherIds: [...voucherIds] } })
      if (!data) throw new TransientError('payments does not answer voucher codes')
      return new Map(data.codes.map(({ voucherId, code }) => [voucherId, code]))
    },
  }
}
