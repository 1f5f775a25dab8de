import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { secrets, withWorld } from './kit.ts'
import { code, formerAddress, receipt, samples, tell } from './samples.ts'

const world = withWorld()
const { kit } = world

const personal = { legalName: 'Zyxcanary Vega', email: 'zyxcanary@example.org' }
const canaries = ['zyxcanary', 'vega', 'example.org', formerAddress, code, 'renew-']

test('SEC-2: after a whole life here, no event and no line of history holds a name, an address or a code', async () => {
  const { person, token } = await world.signedIn(personal)
  for (const sample of samples) await tell(world, person, sample)
  await world.approaching(person, '90')
  await kit.settle()
  await kit.client.put('/me/reminders', { token, body: { on: false } })

  const staff = await world.staff()
  const notices = await world.notices(person)
  const paid = notices.find((notice) => notice.kind === 'M-7')
  const body = { reason: 'asked for it' }
  await kit.client.post(`/staff/messages/${paid!.id}/copies`, { token: staff, body })
  await kit.settle()
  const payload = JSON.stringify({
    to: personal.email,
    messageId: `${paid!.id}@program.example`,
    code: 550,
    reason: `unknown user ${personal.email}`,
    at: '2026-10-02T13:00:00Z',
  })
  const seal = createHmac('sha256', secrets.bounce).update(payload).digest('hex')
  const headers = { 'content-type': 'application/json', 'x-signature': `sha256=${seal}` }
  await kit.client.inject({ method: 'POST', url: '/bounces', headers, payload })
  world.mail.script = ({ stage, to }) =>
    stage === 'RCPT' && to === personal.email ? '550 unknown user zyxcanary@example.org' : undefined
  await tell(world, person, receipt)
  await kit.settle()

  const events = await kit.published()
  const said = new Set(events.map((event) => event.type))
  expect(said).toEqual(new Set(['notice.sent', 'notice.bounced', 'reminders.switched']))
  for (const event of events) expect(event.key).toBe(person.accountId)
  const path = `/staff/accounts/${person.accountId}/history`
  const { body: history } = await kit.client.get(path, { token: staff })
  expect(history.lines.length).toBeGreaterThan(2 * samples.length)
  for (const [what, all] of Object.entries({ events, history }))
    for (const canary of canaries)
      expect(JSON.stringify(all).toLowerCase(), what).not.toContain(canary)
})
