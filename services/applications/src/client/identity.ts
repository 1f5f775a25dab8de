import { client } from '@peercert/chassis/client'
import { TransientError } from '@peercert/chassis/transient'
import type { components, paths } from '@peercert/contracts/identity'

export type Contact = components['schemas']['Contact']

export interface Identity {
  /** Nothing when the account was erased. */
  findContact(accountId: string): Promise<Contact | null>
}

export function identityClient(baseUrl: string, fetchWith: typeof fetch): Identity {
  const http = client<paths>(baseUrl, fetchWith)
  return {
    async findContact(accountId) {
      const { data } = await http.POST('/contacts', { body: { accountIds: [accountId] } })
      if (!data) throw new TransientError('identity did not answer for a contact')
      return data.contacts.find((contact) => contact.accountId === accountId) ?? null
    },
  }
}
