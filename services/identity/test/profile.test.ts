import { describe, expect, test } from 'vitest'
import { withIdentity } from './kit.ts'

const { kit, peer, staff, signIn } = withIdentity()

let people = 0
const aPerson = async () => {
  people += 1
  const subject = `person-${people}`
  const reply = await signIn({ subject, email: `${subject}@example.org` })
  const token = await peer(subject)
  const profile = (await kit.client.get('/me/profile', { token })).body
  const patch = (body: object) => kit.client.patch('/me/profile', { token, body })
  return { accountId: reply.body.accountId as string, token, profile, patch }
}
const home = { noFixedAddress: false, street: '1 J St', city: 'Sacramento', zip: '95814' }
const historyOf = async (accountId: string) => {
  const token = await staff('dana', 'finance')
  const reply = await kit.client.get(`/staff/accounts/${accountId}/history`, { token })
  return reply.body.lines
}

describe('CHG-6: an address', () => {
  test('counts at once, and only the kinds of what changed are told', async () => {
    const { accountId, profile, patch } = await aPerson()

    const reply = await patch({ version: profile.version, address: home, county: 'Sacramento' })

    expect(reply.status).toBe(200)
    expect(reply.body).toMatchObject({ address: home, county: 'Sacramento', version: 1 })
    const event = await kit.waitFor('profile.changed', ({ key }) => key === accountId)
    expect(event.data).toEqual({ accountId, fields: ['address', 'county'] })
  })

  test('errors stand at their fields, all at once, and nothing is saved', async () => {
    const { profile, patch, token } = await aPerson()
    const address = { noFixedAddress: false, zip: '9581' }

    const reply = await patch({ version: profile.version, address, county: 'Nowhere' })

    expect(reply.status).toBe(400)
    expect(reply.body.type).toBe('bad-request')
    expect(reply.body.errors).toEqual([
      {
        field: '/body/address/street',
        reason: "Enter your street and number, or check 'I have no fixed address'.",
      },
      { field: '/body/address/zip', reason: 'Enter a ZIP code with 5 digits, like 95814.' },
      { field: '/body/county', reason: 'Choose your county.' },
    ])
    expect((await kit.client.get('/me/profile', { token })).body).toEqual(profile)
  })

  test('that no longer holds is found by staff, with a reason, and by nobody else', async () => {
    const { accountId, patch, token } = await aPerson()
    await patch({ version: 0, address: home, county: 'Yolo', phone: '916 555 0100' })
    await patch({ version: 1, address: { noFixedAddress: true, mailPlace: 'Library' } })

    const reveal = await kit.client.post(`/staff/people/${accountId}/contact`, {
      token: await staff('dana', 'reviewer'),
      body: { why: 'correction' },
    })
    expect(reveal.body).toMatchObject({
      address: { noFixedAddress: true, mailPlace: 'Library' },
      phone: '916 555 0100',
    })
    expect(reveal.body.formerHomes).toMatchObject([
      { address: home, county: 'Yolo', phone: '916 555 0100' },
    ])
    const mine = await kit.client.get('/me/profile', { token })
    expect(JSON.stringify(mine.body)).not.toContain('1 J St')
  })
})

describe('two windows', () => {
  test('the second one with an old version gets both texts, and overwrites nothing', async () => {
    const { patch } = await aPerson()
    const first = await patch({ version: 0, phone: '1' })
    const second = await patch({ version: 0, phone: '2' })

    expect(second.status).toBe(409)
    expect(second.body).toMatchObject({ type: 'profile-changed', current: first.body })
  })

  test('of many at once with one version exactly one is saved', async () => {
    const { patch, token } = await aPerson()
    const replies = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((phone) => patch({ version: 0, phone: String(phone) })),
    )

    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409, 409, 409, 409, 409])
    expect((await kit.client.get('/me/profile', { token })).body.version).toBe(1)
  })
})

test('CHG-7: phone and language change alone; nothing new is not a change', async () => {
  const { patch, accountId } = await aPerson()
  expect((await patch({ version: 0, phone: '916 555 0100', language: 'es' })).body).toMatchObject({
    phone: '916 555 0100',
    language: 'es',
    version: 1,
  })
  expect((await patch({ version: 1, phone: '916 555 0100' })).body.version).toBe(1)
  const events = (await kit.published('profile.changed')).filter(({ key }) => key === accountId)
  expect(events.map((event) => event.data.fields)).toEqual([['phone', 'language']])
})

test('CONV-10: every change stands in the history, which nobody can overwrite', async () => {
  const { patch, accountId } = await aPerson()
  await patch({ version: 0, address: home, county: 'Yolo' })

  const lines = await historyOf(accountId)
  expect(lines.map((line: { code: string }) => line.code)).toEqual([
    'profile.changed',
    'account.opened',
  ])
  expect(lines[0]).toMatchObject({
    at: '2026-06-15T19:00:00.000Z',
    actor: { kind: 'person' },
    facts: { fields: 'address, county' },
    ruleIds: ['CHG-6', 'CHG-7'],
  })
  expect(JSON.stringify(lines)).not.toContain('J St')
  for (const sql of ['update history set code = $$x$$', 'delete from history'])
    await expect(kit.pool.query(sql)).rejects.toThrow('never overwritten')
})

test('a log-in without an account has no profile, and cannot make one here', async () => {
  const token = await peer('never-seen')
  expect((await kit.client.get('/me/profile', { token })).status).toBe(404)
  const patch = await kit.client.patch('/me/profile', { token, body: { version: 0 } })
  expect(patch.status).toBe(404)
})
