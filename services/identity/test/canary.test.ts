import { expect, test } from 'vitest'
import { withIdentity } from './kit.ts'

const { kit, peer, staff, signIn, importHolders } = withIdentity()

const canaries = ['Zyxcanary', 'canary@example.org', 'canary-two', '916 555 0142', 'Canary Street']

test('SEC-2: after a whole life here, no event and no line of history holds personal data', async () => {
  const [holder] = await importHolders({
    legalName: 'Zyxcanary Vega',
    email: 'canary@example.org',
  })
  const person = { subject: 'life', name: 'Zyxcanary Vega', email: 'canary@example.org' }
  await signIn({ ...person, name: 'Zyxcanary Other', emailVerified: false })
  await signIn({ ...person, name: 'Zyxcanary Otherwise', emailVerified: false })
  await signIn(person)
  const token = await peer('life')
  const address = { noFixedAddress: false, street: '1 Canary Street', zip: '95814' }
  const change = { version: 0, address, county: 'Yolo', phone: '916 555 0142' }
  expect((await kit.client.patch('/me/profile', { token, body: change })).status).toBe(200)
  await signIn({ subject: 'other', name: 'Zyxcanary Two', email: 'canary-two@example.org' })
  const claim = { certificationNumber: holder!.number, name: 'Zyxcanary Vega' }
  await kit.client.post('/claims', { token: await peer('other'), body: claim })
  await kit.client.post(`/staff/people/${holder!.accountId}/email-changes`, {
    token: await staff('dana', 'reviewer'),
    body: {
      email: 'canary-two-new@example.org',
      checkList: ['called-back', 'name-compared'],
      reason: 'On the phone',
    },
  })
  await kit.settle()

  const events = await kit.published()
  expect(new Set(events.map((event) => event.type)).size).toBeGreaterThan(4)
  const { rows: history } = await kit.pool.query(`select h::text as line from history h`)
  for (const canary of canaries) {
    expect(JSON.stringify(events)).not.toContain(canary)
    expect(JSON.stringify(history)).not.toContain(canary)
  }
})
