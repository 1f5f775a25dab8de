import type { Deps } from '../deps.ts'
import { beginningsOf } from '../rules/name.ts'
import { findByAccount, lock } from '../store/certifications.ts'
import type { Tx } from '../store/database.ts'
import { record } from '../store/history.ts'
import { rename, setCounty } from '../store/registry.ts'

/**
 * What is printed and what the registry shows follows the person (WX-89): the events say only who,
 * identity says what, at this moment. Number and dates stay.
 */
export async function refreshPerson(tx: Tx, accountId: string, deps: Deps): Promise<void> {
  const known = await findByAccount(tx, accountId)
  if (!known) return
  const contact = await deps.identity.findContact(accountId)
  if (!contact) return
  const held = await lock(tx, known.id)
  const line = { accountId, at: deps.clock.now(), actor: { kind: 'system' } as const }
  if (contact.legalName !== held.certifiedName) {
    await rename(tx, held, contact.legalName, beginningsOf(contact.legalName))
    await record(tx, {
      ...line,
      filter: 'status',
      code: 'certification.name-changed',
      // Which name it was and is, the registry and the certificates say; history outlives them.
      facts: { number: held.number },
      ruleIds: ['CRT-4', 'CRT-5'],
    })
  }
  if (contact.county !== null && contact.county !== held.county) {
    await setCounty(tx, held.id, contact.county)
    await record(tx, {
      ...line,
      filter: 'status',
      code: 'certification.county-changed',
      facts: { number: held.number },
      ruleIds: ['CHG-6'],
    })
  }
  deps.signals.emit('account', accountId)
}
