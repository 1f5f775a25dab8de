import { civilDate } from '@peercert/chassis/civil-date'
import { events as identityEvents } from '@peercert/contracts/identity'
import { expect, test } from 'vitest'
import { contacts, lateInReview, pay, withApplications } from './kit.ts'
import { lift, suspend } from './sanctions.ts'

const kit = withApplications('2026-09-15T19:00:00Z')

const canaries = [
  'Zyxcanary',
  'zyxcanary',
  'Wvucanary',
  'Calaveras',
  'Del Norte',
  'a private answer',
]

test('SEC-2: after whole lives here, no event and no line of history holds a name or a county', async () => {
  const holder = { legalName: 'Zyxcanary Vega', county: 'Calaveras' }
  const staff = { token: await kit.staff('reviewer', 'dana') }
  kit.goTo('2026-09-15 12:00')
  const person = await kit.holder(holder)
  kit.goTo('2026-10-02 06:00')
  await kit.runJobs(civilDate('2026-10-02'))
  contacts.set(person.accountId, { legalName: 'Wvucanary Vega', county: 'Del Norte' })
  const { accountId } = person
  await kit.deliver(identityEvents, 'legal-name.changed', accountId, { accountId })
  const renamed = { ...person, name: 'Wvucanary Vega' }
  await pay(kit, renamed, { ...(await kit.ready(renamed)), at: '2026-10-02 07:00' })
  const sanction = await suspend(kit, person, '2026-10-02 07:30')
  await lift(kit, person, sanction, '2026-10-02 07:40')

  const late = await lateInReview(kit, holder)
  const post = (what: string, body: object) =>
    kit.client.post(`/staff/late-reviews/${late.renewalId}/${what}`, { ...staff, body })
  await post('question', { en: 'Zyxcanary, please tell.', es: 'Zyxcanary, díganos.' })
  const answer = { token: late.person.token, body: { text: 'a private answer' } }
  await kit.client.post('/me/renewal/answer', answer)
  await post('refusal', { code: 'OTHER', en: 'No, Zyxcanary.', es: 'No, Zyxcanary.' })
  const lee = { token: await kit.staff('reviewer', 'lee') }
  const decision = { agree: true, reason: 'read it, too' }
  const path = `/staff/late-reviews/${late.renewalId}/refusal/decision`
  await kit.client.post(path, { ...lee, body: decision })

  const events = await kit.published()
  expect([...new Set(events.map((event) => event.type))].sort()).toEqual([
    'certification.expiry-approaching',
    'certification.imported',
    'certification.status-changed',
    'renewal.completed',
    'renewal.late-refused',
    'renewal.late-submitted',
    'renewal.question-asked',
    'renewal.started',
  ])
  const { rows: history } = await kit.pool.query('select h::text as line from history h')
  for (const canary of canaries) {
    expect(JSON.stringify(events)).not.toContain(canary)
    expect(JSON.stringify(history)).not.toContain(canary)
  }
})
