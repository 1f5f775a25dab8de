import { beforeAll, describe, expect, test } from 'vitest'
import { events as applicationEvents } from '@peercert/contracts/applications'
import { events as notificationEvents } from '@peercert/contracts/notifications'
import { withIdentity } from './kit.ts'

const { kit, staff, service, peer, idToken, signIn, importHolders } = withIdentity()

interface Row {
  readonly accountId: string
  readonly legalName: string
  readonly signedIn: boolean
}
const search = async (body: object, role = 'reviewer'): Promise<Row[]> =>
  (await kit.client.post('/staff/people/search', { token: await staff('dana', role), body })).body
    .people
const names = async (text: string) => (await search({ text })).map((row) => row.legalName)
const accounts = new Map<string, string>()

beforeAll(async () => {
  const rows = ['José Núñez', 'Josefina Núñez Ortiz', 'Ana-María Nunez', 'Noel Nunes'].map(
    (legalName, index) => ({
      legalName,
      number: `CMPSS-70000${index}`,
      email: `p${index}.nunez@example.org`,
    }),
  )
  const outcomes = await importHolders(...rows)
  for (const [index, row] of rows.entries())
    accounts.set(row.legalName, outcomes[index]?.accountId ?? '')
})

describe('finding a person', () => {
  test('CONV-9: accents, case and order do not matter; the best match comes first', async () => {
    expect(await names('NUNEZ jose')).toEqual(['José Núñez', 'Josefina Núñez Ortiz'])
    expect(await names('núñez')).toEqual(['Ana-María Nunez', 'José Núñez', 'Josefina Núñez Ortiz'])
    expect(await names('Nunez, Ana Maria')).toEqual(['Ana-María Nunez'])
    expect(await names('nun')).toHaveLength(4)
    expect(await names('nobody at all')).toEqual([])
    expect(await names('...')).toEqual([])
  })

  test('ACC-8: an address in any case, a former one, and the one of a log-in', async () => {
    expect(await names('P0.NUNEZ@example.org')).toEqual(['José Núñez'])
    const accountId = accounts.get('Noel Nunes')
    const person = { subject: 'noel', name: 'Noel Nunes', email: 'p3.nunez@example.org' }
    await signIn(person)
    const body = { idToken: await idToken({ ...person, email: 'noel@example.org' }) }
    await kit.client.post('/me/email-changes', { token: await peer('noel'), body })
    expect(await names('p3.nunez@example.org')).toEqual(['Noel Nunes'])
    expect(await names('noel@example.org')).toEqual(['Noel Nunes'])
    await signIn({ ...person, email: 'log-in@example.org' })
    expect(await search({ text: 'Log-In@example.org' })).toMatchObject([{ accountId }])
  })

  test('CRT-5: a number in any writing comes first', async () => {
    expect(await names('cmpss 700002')).toEqual(['Ana-María Nunez'])
  })

  test('a batch of ids, and holders who never logged in', async () => {
    const ids = [accounts.get('José Núñez'), accounts.get('Noel Nunes'), crypto.randomUUID()]
    const people = await search({ accountIds: ids }, 'finance')
    expect(people.map((row) => [row.legalName, row.signedIn])).toEqual([
      ['José Núñez', false],
      ['Noel Nunes', true],
    ])
    expect((await search({})).map((row) => row.legalName)).toEqual([
      'Ana-María Nunez',
      'José Núñez',
      'Josefina Núñez Ortiz',
    ])
  })

  test('at most fifty, and no wildcard gets in', async () => {
    await importHolders(...Array.from({ length: 60 }, () => ({})))
    expect(await search({ text: 'marisol' })).toHaveLength(50)
    expect(await search({ text: '%' })).toEqual([])
    expect(await search({ text: '_' })).toEqual([])
  })
})

describe('SEC-4: who looked', () => {
  test('opening a file is recorded, and seeing an address with the reason', async () => {
    const accountId = accounts.get('Josefina Núñez Ortiz') ?? ''
    const path = `/staff/people/${accountId}`
    await kit.client.post(`${path}/contact`, {
      token: await staff('lee', 'finance'),
      body: { why: 'other', text: 'Returned letter' },
    })
    const opened = await kit.client.get(path, { token: await staff('dana', 'admin') })

    expect(opened.body).toMatchObject({ accountId, legalName: 'Josefina Núñez Ortiz', signIns: [] })
    expect(opened.body.looks).toEqual([
      { at: '2026-06-15T19:00:00.000Z', by: 'dana', role: 'admin', what: 'file' },
      {
        at: '2026-06-15T19:00:00.000Z',
        by: 'lee',
        role: 'finance',
        what: 'contact',
        why: 'other: Returned letter',
      },
    ])
    const token = await staff('dana', 'reviewer')
    const history = await kit.client.get(`/staff/accounts/${accountId}/history`, { token })
    expect(history.body.lines[0]).toMatchObject({ code: 'file.opened', filter: 'look' })
  })

  test('"other" needs a text', async () => {
    const accountId = accounts.get('Josefina Núñez Ortiz') ?? ''
    const reply = await kit.client.post(`/staff/people/${accountId}/contact`, {
      token: await staff('lee', 'finance'),
      body: { why: 'other', text: ' ' },
    })
    expect(reply.status).toBe(400)
    expect(reply.body.errors[0].field).toBe('/body/text')
  })

  test('of somebody who does not exist there is nothing to see', async () => {
    const token = await staff('dana', 'reviewer')
    const id = crypto.randomUUID()
    for (const path of [`/staff/people/${id}`, `/staff/accounts/${id}/history`])
      expect((await kit.client.get(path, { token })).status).toBe(404)
  })
})

describe('contacts', () => {
  const contacts = async (...accountIds: string[]) =>
    (
      await kit.client.post('/contacts', {
        token: await service('notifications'),
        body: { accountIds },
      })
    ).body.contacts

  test('are those of this moment; the closed, the unproved and the unknown are absent', async () => {
    const holder = accounts.get('José Núñez') ?? ''
    const unproved = await signIn({
      subject: 'unproved',
      email: 'unproved@example.org',
      emailVerified: false,
    })
    const empty = await signIn({ subject: 'moves', name: 'x', email: 'moves@example.org' })
    const joined = await signIn({
      subject: 'moves',
      name: 'Jose Nunez',
      email: 'p0.nunez@example.org',
    })
    expect(joined.body).toMatchObject({ joined: true, accountId: holder })

    const ids = [holder, unproved.body.accountId, empty.body.accountId, crypto.randomUUID()]
    expect(await contacts(...ids)).toEqual([
      {
        accountId: holder,
        legalName: 'José Núñez',
        email: 'p0.nunez@example.org',
        language: 'es',
        county: 'Sacramento',
        mailState: 'ok',
      },
    ])
  })
})

describe('NOT-5: mail that comes back', () => {
  const bounce = (accountId: string, kind: string) =>
    kit.deliver(notificationEvents, 'notice.bounced', accountId, {
      noticeId: crypto.randomUUID(),
      accountId,
      kind,
    })

  test('marks the address once, until the person says that it is right', async () => {
    const { body } = await signIn({ subject: 'back', email: 'back@example.org' })
    const { accountId } = body
    const token = await peer('back')
    expect(await bounce(accountId, 'M-1')).toBe('handled')
    await bounce(accountId, 'M-2')
    const state = async () => (await kit.client.get('/me/profile', { token })).body.mailState
    expect(await state()).toBe('bounced')
    expect((await signIn({ subject: 'back', email: 'back@example.org' })).body.mailState).toBe(
      'bounced',
    )

    await kit.client.post('/me/email-confirmation', { token })
    await kit.client.post('/me/email-confirmation', { token })
    expect(await state()).toBe('ok')
    const told = (await kit.published('profile.changed')).filter(({ key }) => key === accountId)
    expect(told.map((event) => event.data.fields)).toEqual([['mail-state'], ['mail-state']])
  })

  test('says nothing when it went to another address', async () => {
    const { body } = await signIn({ subject: 'front', email: 'front@example.org' })
    await bounce(body.accountId, 'M-16')
    await bounce(body.accountId, 'M-13')
    const token = await peer('front')
    expect((await kit.client.get('/me/profile', { token })).body.mailState).toBe('ok')
  })
})

test('CRT-5: a number is also learnt from applications, and belongs to whom it came first', async () => {
  const { body } = await signIn({ subject: 'numbered', email: 'numbered@example.org' })
  const certification = {
    certificationId: crypto.randomUUID(),
    accountId: body.accountId,
    number: 'CMPSS-555555',
    status: 'ACTIVE',
    expiresOn: '2026-12-31',
  }
  const { accountId } = body
  await kit.deliver(applicationEvents, 'certification.imported', accountId, certification)
  const other = accounts.get('Ana-María Nunez') ?? ''
  const { certificationId, number } = certification
  const changed = { certificationId, number, accountId: other, from: 'ACTIVE', to: 'SUSPENDED' }
  await kit.deliver(applicationEvents, 'certification.status-changed', other, changed)

  const again = await signIn({ subject: 'numbered', email: 'numbered@example.org' })
  expect(again.body.certificationNumber).toBe('CMPSS-555555')
  const stranger = { ...changed, number: 'CMPSS-555556', accountId: crypto.randomUUID() }
  const outcome = await kit.deliver(
    applicationEvents,
    'certification.status-changed',
    stranger.accountId,
    stranger,
  )
  expect(outcome).toBe('handled')
})
