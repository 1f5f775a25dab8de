import { client } from '@peercert/chassis/client'
import { Problem } from '@peercert/chassis/problem'
import type { paths } from '@peercert/contracts/identity'

export interface Identity {
  /** The legal name at this moment; undefined for somebody erased. */
  nameOf(accountId: string): Promise<string | undefined>
}

export function openIdentity(baseUrl: string, fetchWith: typeof fetch): Identity {
  const identity = client<paths>(baseUrl, fetchWith)
  return {
    async nameOf(accountId) {
      const { data } = await identity
        .POST('/contacts', { body: { accountIds: [accountId] } })
        .catch(() => ({ data: undefined }))
      if (!data) throw new Problem('unavailable', { retryAfter: 5 })
      return data.contacts.find((contact) => contact.accountId === accountId)?.legalName
    },
  }
}
