import { client } from '@peercert/chassis/client'
import { TransientError } from '@peercert/chassis/transient'
import type { components, paths } from '@peercert/contracts/identity'

export type Contact = components['schemas']['Contact']

/** What a mail must say and no event may carry; `email` goes before the address on file. */
export interface MailSecret {
  readonly code?: string | undefined
  readonly email?: string | undefined
}

export interface Identity {
  /** Of those that exist; erased people are absent. */
  contactsOf(accountIds: readonly string[]): Promise<ReadonlyMap<string, Contact>>
  /** Of those that still stand. */
  secretsOf(ids: readonly string[]): Promise<ReadonlyMap<string, MailSecret>>
}

export function identityClient(url: string, fetchWith: typeof fetch): Identity {
  const api = client<paths>(url, fetchWith)
  return {
    async contactsOf(accountIds) {
      const ids = [...new Set(accountIds)]
      const { data } = await api.POST('/contacts', { body: { accountIds: ids } })
      if (!data) throw new TransientError('identity does not answer contacts')
      return new Map(data.contacts.map((contact) => [contact.accountId, contact]))
    },
    async secretsOf(ids) {
      if (ids.length === 0) return new Map()
      const { data } = await api.POST('/mail-secrets', { body: { ids: [...ids] } })
      if (!data) throw new TransientError('identity does not answer mail secrets')
      return new Map(data.secrets.map((secret) => [secret.id, secret]))
    },
  }
}
