import { beforeEach, describe, expect, test } from 'vitest'
import { atTheDesk, lee, ok, personRow, silent, vega } from './desk-kit.ts'
import { withPortal } from './kit.ts'

interface Line {
  readonly source: string
  readonly line: { readonly id: string }
}

const whole = withPortal()
const staff = atTheDesk(whole)

describe("a person's page (3.2)", () => {
  const person = {
    ...personRow(vega, 'Marisol Vega'),
    formerEmails: [],
    signIns: [],
    looks: [{ at: '2026-06-15T19:00:00.000Z', by: 'subject-dana', what: 'file' }],
  }
  const { signedIn: _, ...head } = person

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
      id,
      at,
      actor,
      filter: 'money',
      code: 'x.y',
      facts: {},
      ruleIds: ['REN-10'],
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
    expect((body.lines as Line[]).map(({ source, line }) => [source, line.id])).toEqual([
      ['applications', 'a2'],
      ['payments', 'p1'],
      ['applications', 'a1'],
    ])
    expect(body.names).toEqual({ s1: 'Name of s1' })
    expect(body.missing).toEqual(['notifications'])
  })
})
