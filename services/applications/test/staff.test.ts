import { describe, expect, test } from 'vitest'
import { lateInReview, pay, withApplications } from './kit.ts'

const kit = withApplications()

const search = async (body: object) =>
  (
    await kit.client.post('/staff/certifications/search', {
      token: await kit.staff('finance'),
      body,
    })
  ).body.certifications

describe('3.1: finding a holder', () => {
  test('by number, however it is typed', async () => {
    kit.goTo('2026-11-06 10:00')
    await kit.holder({ number: 'CMPSS-000319' })
    for (const text of ['CMPSS-000319', '319', 'cmpss 319'])
      expect(await search({ text })).toMatchObject([
        { number: 'CMPSS-000319', badge: 'active-open', status: 'ACTIVE', running: null },
      ])
    expect(await search({ text: '319x' })).toEqual([])
  })

  test('by name: accents, case and order do not matter; the best match first', async () => {
    await kit.holder({ legalName: 'Ana Lucía Zárate' })
    await kit.holder({ legalName: 'Lucia Ana Zaratena' })
    const found = async (text: string) =>
      (await search({ text })).map((row: { certifiedName: string }) => row.certifiedName)
    expect(await found('zarate lucia')).toEqual(['Ana Lucía Zárate', 'Lucia Ana Zaratena'])
    expect(await found('ANA LUCIA ZARATE')).toEqual(['Ana Lucía Zárate', 'Lucia Ana Zaratena'])
    expect(await found('lucia ana')).toEqual(['Lucia Ana Zaratena', 'Ana Lucía Zárate'])
    expect(await found('zarate pedro')).toEqual([])
    expect(await found(' - ')).toEqual([])
  })

  test('by accounts, with what is running', async () => {
    const { person } = await lateInReview(kit)
    kit.goTo('2026-11-06 10:00')
    const drafting = await kit.holder()
    await kit.client.post('/me/renewal', { token: drafting.token })
    kit.goTo('2027-03-02 10:00')
    const rows = await search({ accountIds: [person.accountId, drafting.accountId] })
    expect(rows).toHaveLength(2)
    const of = (accountId: string) =>
      rows.find((row: { accountId: string }) => row.accountId === accountId)
    expect(of(person.accountId).running).toEqual({ what: 'late-review', due: '2027-03-31' })
    expect(of(drafting.accountId).running).toEqual({ what: 'draft' })
  })
})

describe('3.2: the person’s page', () => {
  test('the same that the person sees; answers only after they were sent', async () => {
    kit.goTo('2026-11-06 10:00')
    const person = await kit.holder()
    const { token } = person
    await kit.client.post('/me/renewal', { token })
    await kit.client.patch('/me/renewal', { token, body: { version: 0, signatureName: 'Secret' } })
    const path = `/staff/accounts/${person.accountId}/certification`
    const { body } = await kit.client.get(path, { token: await kit.staff('reviewer') })
    expect(body.certification).toEqual(await kit.certification(person))
    expect(body.possible).toBe(true)
    expect(Object.keys(body.renewal).sort()).toEqual(
      ['renewalId', 'state', 'late', 'nextPart', 'savedAt', 'signed', 'lateFeeWaived'].sort(),
    )
    expect(JSON.stringify(body)).not.toContain('Secret')
  })

  test('somebody without a certification has notes and nothing else', async () => {
    const token = await kit.staff('admin')
    const path = `/staff/accounts/${crypto.randomUUID()}/certification`
    expect((await kit.client.get(path, { token })).body).toEqual({
      certification: null,
      possible: false,
      renewal: null,
      signatures: [],
      notes: [],
    })
  })

  test('a note and an appeal are kept, newest first, and never seen by the person', async () => {
    kit.goTo('2026-11-06 10:00')
    const person = await kit.holder()
    const token = await kit.staff('finance', 'fay')
    const add = (kind: string, text: string, idempotencyKey?: string) =>
      kit.client.post(`/staff/accounts/${person.accountId}/notes`, {
        token,
        body: { kind, text },
        ...(idempotencyKey && { idempotencyKey }),
      })
    const first = await add('note', 'called about the card', 'note-key-1')
    expect(first.status).toBe(201)
    const again = await add('note', 'called about the card', 'note-key-1')
    expect(again.body.noteId).toBe(first.body.noteId)
    kit.goTo('2026-11-06 11:00')
    await add('appeal', 'appeals the decision')
    const path = `/staff/accounts/${person.accountId}/certification`
    const { body } = await kit.client.get(path, { token })
    expect(body.notes).toMatchObject([
      { kind: 'appeal', by: 'fay', at: '2026-11-06T19:00:00.000Z' },
      { kind: 'note', text: 'called about the card' },
    ])
    const lines = await kit.history(person)
    expect(lines.slice(0, 2)).toMatchObject([
      { code: 'appeal.recorded', actor: { kind: 'staff', subject: 'fay', role: 'finance' } },
      { code: 'note.added' },
    ])
    expect(JSON.stringify(lines)).not.toContain('called about')
  })

  test('the history of a stranger is empty', async () => {
    const token = await kit.staff('reviewer')
    const path = `/staff/accounts/${crypto.randomUUID()}/history`
    expect((await kit.client.get(path, { token })).body).toEqual({ lines: [] })
  })
})

describe('3.5: the figures of the desk', () => {
  test('renewed in time among those who expire this month, and what lies open', async () => {
    const figures = async () =>
      (await kit.client.get('/staff/figures', { token: await kit.staff('admin') })).body
    kit.goTo('2040-02-10 10:00')
    const dates = { issuedOn: '2038-02-28', expiresOn: '2040-02-29' }
    const before = await figures()
    expect(before).toMatchObject({ expiringThisMonth: 0, renewedOfThem: 0 })
    const [one, two] = [await kit.holder(dates), await kit.holder(dates)]
    await kit.holder({ ...dates, expiresOn: '2040-03-01' })
    await pay(kit, one, { ...(await kit.ready(one)), at: '2040-02-10 10:05' })
    await kit.client.post('/me/renewal', { token: two.token })
    const { renewalId } = await lateInReview(kit)
    kit.goTo('2040-02-10 11:00')
    expect(await figures()).toEqual({
      expiringThisMonth: 2,
      renewedOfThem: 1,
      startedNotPaid: before.startedNotPaid + 1,
      lateReviewsOpen: before.lateReviewsOpen + 1,
      lateReviewsOverdue: before.lateReviewsOverdue + 1,
    })
    expect(renewalId).toBeTruthy()
  })
})
