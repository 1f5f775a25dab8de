import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { events as applicationsEvents } from '@peercert/contracts/applications'
import { Browser } from './browser.ts'
import { dana, marisol, withPortal } from './kit.ts'

const whole = withPortal()
const [vega, lee] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b']
const staff = new Browser(whole)

const personRow = (accountId: string, legalName: string) => ({
  accountId,
  legalName,
  formerNames: [],
  email: 'x@example.org',
  county: 'Alameda',
  language: 'es',
  mailState: 'ok',
  signedIn: true,
})
const certificationRow = (accountId: string, number: string, certifiedName: string) => ({
  accountId,
  number,
  certifiedName,
  status: 'ACTIVE',
  badge: 'active',
  expiresOn: '2026-08-31',
  county: 'Alameda',
  running: { what: 'late-review', due: '2026-07-01' },
})
const ok = (body: unknown) => () => ({ status: 200, body })

beforeAll(async () => {
  await staff.logIn(dana, 'realm=staff')
})
beforeEach(() => {
  const { identity, applications, payments, notifications } = whole.services
  identity.answer('POST /staff/people/search', ({ body }) =>
    ok({
      people: body.accountIds
        ? body.accountIds.map((id: string) =>
            personRow(id, id === vega ? 'Marisol Vega' : 'Rosa Lee'),
          )
        : [],
    })(),
  )
  applications.answer('POST /staff/certifications/search', ({ body }) => {
    const all = [
      certificationRow(lee, 'CMPSS-003180', 'Rosa Lee'),
      certificationRow(vega, 'CMPSS-000318', 'Marisol Vega'),
    ]
    return ok({
      certifications: body.accountIds
        ? all.filter((row) => body.accountIds.includes(row.accountId))
        : all,
    })()
  })
  payments.answer('POST /staff/payments/search', ok({ matches: [] }))
  identity.answer('POST /staff/names', ({ body }) =>
    ok({
      names: body.subjects.map((subject: string) => ({ subject, name: `Name of ${subject}` })),
    })(),
  )
  void notifications
})

describe('find a holder (renewal-service 3.1)', () => {
  const search = async (text: string) => (await staff.post('/api/staff/search', { text })).body

  test.each(['318', 'CMPSS-000318', 'cmpss 318'])(
    'the exact number %s stands first and opens',
    async (text) => {
      const found = await search(text)
      expect(found.exact).toBe(vega)
      expect(found.rows[0]).toMatchObject({
        accountId: vega,
        name: 'Marisol Vega',
        number: 'CMPSS-000318',
        matched: 'number',
        language: 'es',
        mail: 'ok',
        running: { what: 'late-review', due: '2026-07-01' },
      })
      expect(found.rows).toHaveLength(2)
    },
  )

  test('a receipt finds its person, and the others tell the rest of the row', async () => {
    whole.services.applications.answer('POST /staff/certifications/search', ({ body }) =>
      ok({
        certifications: body.accountIds
          ? [certificationRow(vega, 'CMPSS-000318', 'Marisol Vega')]
          : [],
      })(),
    )
    whole.services.payments.answer(
      'POST /staff/payments/search',
      ok({ matches: [{ accountId: vega, found: 'receipt', label: 'R-2026-004417' }] }),
    )
    expect(await search('R-2026-004417')).toMatchObject({
      exact: null,
      rows: [
        {
          name: 'Marisol Vega',
          number: 'CMPSS-000318',
          matched: 'receipt',
          label: 'R-2026-004417',
        },
      ],
      missing: [],
    })
  })

  test('a source that is silent is named, and the others answer', async () => {
    whole.services.payments.answer('POST /staff/payments/search', () => ({ status: 500 }))
    const found = await search('vega')
    expect(found.missing).toEqual(['payments'])
    expect(found.rows).toHaveLength(2)
  })

  test('the reference of an error page finds who saw it, when, and at what', async () => {
    const person = new Browser(whole)
    await person.logIn(marisol)
    whole.services.payments.answer('GET /me/receipts', () => ({
      status: 500,
      headers: { 'content-type': 'application/problem+json' },
      body: {
        type: 'internal-error',
        title: 'x',
        status: 500,
        reference: '7QK2-M4',
        detail: 'secret',
      },
    }))
    expect((await person.get('/api/payments/me/receipts')).body.reference).toBe('7QK2-M4')
    const found = await search('7qk2m4')
    const accountId = whole.accounts.get(marisol.subject)
    expect(found.reference).toMatchObject({
      reference: '7QK2-M4',
      accountId,
      operation: 'GET /api/payments/me/receipts',
    })
    expect(found.rows[0]).toMatchObject({ accountId, matched: 'reference' })
    const { rows } = await whole.portal.pool.query('select * from reference')
    expect(Object.keys(rows[0]).sort()).toEqual(['account_id', 'at', 'operation', 'reference'])
  })
})

describe("a person's page (3.2)", () => {
  const person = {
    ...personRow(vega, 'Marisol Vega'),
    formerEmails: [],
    signIns: [],
    looks: [{ at: '2026-06-15T19:00:00.000Z', by: 'subject-dana', what: 'file' }],
  }
  const { signedIn: _, ...head } = person
  const silent = () => ({ status: 500 })

  beforeEach(() => {
    const { identity, applications, payments, notifications } = whole.services
    identity.answer(`GET /staff/people/${vega}`, ok(head))
    applications.answer(
      `GET /staff/accounts/${vega}/certification`,
      ok({ certification: null, renewal: null, signatures: [], notes: [], possible: false }),
    )
    payments.answer(`GET /staff/accounts/${vega}/payments`, ok({ payments: [] }))
    payments.answer(`GET /staff/accounts/${vega}/vouchers`, ok({ vouchers: [] }))
    notifications.answer(`GET /staff/accounts/${vega}/messages`, ok({ messages: [] }))
  })

  test('everything in one answer, with the names of staff', async () => {
    const { body } = await staff.get(`/api/staff/people/${vega}`)
    expect(body).toMatchObject({
      accountId: vega,
      person: { legalName: 'Marisol Vega' },
      certification: { possible: false },
      names: { 'subject-dana': 'Name of subject-dana' },
      missing: [],
    })
  })

  test('looking on is not opening the file again: one look in a quarter of an hour (SEC-4)', async () => {
    const opened = () =>
      whole.services.identity.requests.filter(({ path }) => path === `/staff/people/${vega}`).length
    const before = opened()
    await staff.get(`/api/staff/people/${vega}`)
    const { body } = await staff.get(`/api/staff/people/${vega}`)
    expect(body.person.legalName).toBe('Marisol Vega')
    expect(opened() - before).toBe(0)
  })

  test('what did not answer is said, not shown as empty', async () => {
    whole.services.payments.answer(`GET /staff/accounts/${vega}/vouchers`, silent)
    whole.services.applications.answer(`GET /staff/accounts/${vega}/certification`, silent)
    const { body } = await staff.get(`/api/staff/people/${vega}`)
    expect(body.missing.toSorted()).toEqual(['applications', 'payments'])
    expect(body.certification).toBeNull()
  })

  test('who is not there is not there', async () => {
    expect((await staff.get(`/api/staff/people/${lee}`)).status).toBe(404)
    expect((await staff.get('/api/staff/people/not-an-id')).status).toBe(400)
  })

  test('one history over all services, newest first, with names; a silent source is named', async () => {
    const { identity, applications, payments, notifications } = whole.services
    const line = (id: string, at: string, actor: object) => ({
      ...{ id, at, actor, filter: 'money', code: 'x.y', facts: {}, ruleIds: ['REN-10'] },
    })
    const at = (hour: number) => `2026-06-15T${String(hour).padStart(2, '0')}:00:00.000Z`
    applications.answer(
      `GET /staff/accounts/${vega}/history`,
      ok({
        lines: [line('a2', at(14), { kind: 'person' }), line('a1', at(9), { kind: 'system' })],
      }),
    )
    payments.answer(
      `GET /staff/accounts/${vega}/history`,
      ok({ lines: [line('p1', at(10), { kind: 'staff', subject: 's1', role: 'finance' })] }),
    )
    identity.answer(`GET /staff/accounts/${vega}/history`, ok({ lines: [] }))
    notifications.answer(`GET /staff/accounts/${vega}/history`, silent)
    const { body } = await staff.get(`/api/staff/people/${vega}/history`)
    expect(body.lines.map((one: any) => [one.source, one.line.id])).toEqual([
      ['applications', 'a2'],
      ['payments', 'p1'],
      ['applications', 'a1'],
    ])
    expect(body.names).toEqual({ s1: 'Name of s1' })
    expect(body.missing).toEqual(['notifications'])
  })
})

describe('the work lists and the four figures (3.3, 3.5)', () => {
  beforeEach(() => {
    const { identity, applications, payments, notifications } = whole.services
    payments.answer(
      'GET /staff/payments/unknown',
      ok({
        payments: [
          {
            paymentId: vega,
            accountId: vega,
            matterId: vega,
            state: 'PENDING',
            stampedAt: '2026-06-15T18:00:00.000Z',
            checkingSince: '2026-06-15T18:01:00.000Z',
            overdue: true,
            totalCents: 8000,
            lines: [],
          },
        ],
      }),
    )
    payments.answer('GET /staff/refunds', () => ({ status: 403 }))
    notifications.answer(
      'GET /staff/bounces',
      ok({
        bounces: [
          {
            accountId: vega,
            since: '2026-06-10T00:00:00.000Z',
            call: { outcome: 'reached', at: '2026-06-11T00:00:00.000Z', by: dana.subject },
          },
          { accountId: lee, since: '2026-06-01T00:00:00.000Z' },
        ],
      }),
    )
    identity.answer('GET /staff/lockouts', ok({ lockouts: [] }))
    identity.answer('GET /staff/joins', ok({ joins: [] }))
    applications.answer('GET /staff/late-reviews', ok({ reviews: [] }))
    applications.answer('GET /staff/late-fee-waivers', () => ({ status: 403 }))
    applications.answer(
      'GET /staff/figures',
      ok({
        expiringThisMonth: 40,
        renewedOfThem: 30,
        startedNotPaid: 4,
        lateReviewsOpen: 0,
        lateReviewsOverdue: 0,
      }),
    )
    applications.answer('POST /staff/certifications/search', () =>
      ok({
        certifications: [
          certificationRow(vega, 'CMPSS-000318', 'Marisol Vega'),
          {
            ...certificationRow(lee, 'CMPSS-003180', 'Rosa Lee'),
            running: null,
            expiresOn: '2026-09-14',
          },
        ],
      })(),
    )
  })

  test('count, oldest, overdue, mine; null where the role has no part; far bounces are left out (NOT-5)', async () => {
    const { body } = await staff.get('/api/staff/work')
    expect(body).toMatchObject({
      checking: { count: 1, oldest: '2026-06-15T18:01:00.000Z', overdue: 1, mine: 0 },
      bounced: { count: 1, oldest: '2026-06-10T00:00:00.000Z', mine: 1 },
      lockedOut: { count: 0, oldest: null },
      refunds: null,
      waivers: null,
      figures: { expiringThisMonth: 40, renewedOfThem: 30, startedNotPaid: 4, unknownOver15: 1 },
      missing: [],
    })
  })

  test('the list of bounces names person and caller', async () => {
    expect((await staff.get('/api/staff/work/bounced')).body).toMatchObject({
      rows: [{ bounce: { call: { outcome: 'reached' } }, person: { name: 'Marisol Vega' } }],
      names: { [dana.subject]: `Name of ${dana.subject}` },
    })
  })

  test('a bounce whose date lies exactly 90 days ahead is on the list', async () => {
    whole.services.applications.answer('POST /staff/certifications/search', () =>
      ok({
        certifications: [
          {
            ...certificationRow(lee, 'CMPSS-003180', 'Rosa Lee'),
            running: null,
            expiresOn: '2026-09-13',
          },
        ],
      })(),
    )
    expect((await staff.get('/api/staff/work')).body.bounced.count).toBe(1)
  })

  test('contacts per 100 renewals: files opened in 30 days for each 100 renewals', async () => {
    expect((await staff.get('/api/staff/work')).body.figures.contactsPer100Renewals).toBeNull()
    const renewalId = '00000000-0000-4000-8000-0000000000c1'
    for (let index = 0; index < 4; index += 1)
      await whole.portal.deliver(applicationsEvents, 'renewal.completed', vega, {
        ...{
          renewalId,
          certificationId: renewalId,
          accountId: vega,
          number: 'CMPSS-000318',
          term: 2,
        },
        ...{ renewedOn: '2026-06-15', previousExpiresOn: '2026-08-31', expiresOn: '2028-08-31' },
        ...{
          keepRecordsUntil: '2028-06-15',
          verificationUrl: 'http://127.0.0.1:4000/verify/abcdefgh',
        },
      })
    // One file was opened in this test file.
    expect((await staff.get('/api/staff/work')).body.figures.contactsPer100Renewals).toBe(25)
  })
})

describe('the dashboard', () => {
  const certification = (accountId: string | null) => ok({ accountId, certification: null })
  test('waits until applications knows the account; then says that it is settling', async () => {
    const person = new Browser(whole)
    await person.logIn({ ...marisol, subject: 'subject-new' })
    const accountId = whole.accounts.get('subject-new') ?? ''
    const { identity, applications, notifications } = whole.services
    identity.answer(
      'GET /me/profile',
      ok({
        accountId,
        legalName: 'x',
        email: 'x',
        mailState: 'bounced',
        phone: null,
        address: null,
        county: null,
        language: 'en',
        version: 0,
        savedAt: '2026-06-15T19:00:00.000Z',
      }),
    )
    notifications.answer('GET /me/messages', () => ({ status: 503 }))
    let asked = 0
    applications.answer('GET /me/certification', () =>
      certification((asked += 1) < 3 ? null : accountId)(),
    )
    expect((await person.get('/api/dashboard')).body).toEqual({
      accountId,
      certification: null,
      messages: [],
      unread: 0,
      mailState: 'bounced',
      payment: null,
      settling: false,
      missing: ['notifications'],
    })
    applications.answer('GET /me/certification', certification(null))
    expect((await person.get('/api/dashboard')).body).toMatchObject({ settling: true })
    applications.answer('GET /me/certification', () => ({ status: 500 }))
    expect((await person.get('/api/dashboard')).status).toBe(503)
  })
})
