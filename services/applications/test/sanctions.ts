import { events } from '@peercert/contracts/ce-audit'
import { type ApplicationsKit, instant, type Person } from './kit.ts'

/** Says that a suspension or revocation is in force; answers its id. */
export async function suspend(
  kit: ApplicationsKit,
  person: Person,
  at: string,
  kind: 'suspension' | 'revocation' = 'suspension',
): Promise<string> {
  const sanctionId = crypto.randomUUID()
  const data = { ...sanctionOf(person, sanctionId, at), kind }
  await kit.deliver(events, 'sanction.imposed', person.accountId, data)
  return sanctionId
}

export async function lift(
  kit: ApplicationsKit,
  person: Person,
  sanctionId: string,
  at: string,
): Promise<void> {
  const data = sanctionOf(person, sanctionId, at)
  await kit.deliver(events, 'sanction.lifted', person.accountId, data)
}

function sanctionOf(person: Person, sanctionId: string, at: string) {
  const { accountId, number: certificationNumber } = person
  return { sanctionId, accountId, certificationNumber, effectiveAt: instant(at).toISOString() }
}
