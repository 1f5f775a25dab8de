import { beforeEach, describe, expect, test } from 'vitest'
import { events as applicationsEvents } from '@peercert/contracts/applications'
import { atTheDesk, certificationRow, lee, ok, silent, vega } from './desk-kit.ts'
import { dana, withPortal } from './kit.ts'

const whole = withPortal()
const staff = atTheDesk(whole)

const voucherTask = {
  taskId: '00000000-0000-4000-8000-0000000000d1',
  accountId: vega,
  certificationNumber: 'CMPSS-000318',
  lastDay: '2026-06-15',
  since: '2026-06-15T18:30:00.000Z',
  refusals: [{ code: 'voucher-unknown', count: 5 }],
  call: { outcome: 'left-word', at: '2026-06-15T18:00:00.000Z', by: dana.subject },
}

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
    payments.answer('GET /staff/voucher-tasks', ok({ tasks: [voucherTask] }))
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
      vouchers: { count: 1, oldest: '2026-06-15T18:30:00.000Z', overdue: 0, mine: 1 },
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

  test('WVR-15: the list of vouchers that do not work names person and caller', async () => {
    expect((await staff.get('/api/staff/work/vouchers')).body).toEqual({
      rows: [
        {
          task: voucherTask,
          person: expect.objectContaining({ name: 'Marisol Vega', number: 'CMPSS-000318' }),
        },
      ],
      names: { [dana.subject]: `Name of ${dana.subject}` },
      missing: [],
    })
  })

  test('WVR-15: nobody to call about a voucher is an empty list, and it counts nobody', async () => {
    whole.services.payments.answer('GET /staff/voucher-tasks', ok({ tasks: [] }))
    // Nobody is asked about nobody.
    whole.services.identity.answer('POST /staff/people/search', silent)
    expect((await staff.get('/api/staff/work/vouchers')).body).toEqual({
      rows: [],
      names: {},
      missing: [],
    })
    expect((await staff.get('/api/staff/work')).body.vouchers).toEqual({
      count: 0,
      oldest: null,
      overdue: 0,
      mine: 0,
    })
  })

  test('WVR-15: another colleague made the last call: it is not mine', async () => {
    const task = { ...voucherTask, call: { ...voucherTask.call, by: 'somebody-else' } }
    whole.services.payments.answer('GET /staff/voucher-tasks', ok({ tasks: [task] }))
    expect((await staff.get('/api/staff/work')).body.vouchers).toMatchObject({ count: 1, mine: 0 })
  })

  test('WVR-15: payments is silent: the list says so, instead of that nobody waits', async () => {
    whole.services.payments.answer('GET /staff/voucher-tasks', silent)
    expect((await staff.get('/api/staff/work/vouchers')).status).toBe(503)
    expect((await staff.get('/api/staff/work')).body).toMatchObject({
      vouchers: null,
      missing: ['payments'],
    })
  })

  test('WVR-15: who is known only by the number of the certification is on the list all the same', async () => {
    const { identity, applications } = whole.services
    identity.answer('POST /staff/people/search', silent)
    applications.answer('POST /staff/certifications/search', silent)
    expect((await staff.get('/api/staff/work/vouchers')).body).toMatchObject({
      rows: [{ task: { certificationNumber: 'CMPSS-000318' }, person: { name: '' } }],
      missing: ['identity', 'applications'],
    })
  })

  test('WVR-15: a role that has no part in it sees no such list', async () => {
    whole.services.payments.answer('GET /staff/voucher-tasks', () => ({ status: 403 }))
    expect((await staff.get('/api/staff/work')).body).toMatchObject({ vouchers: null, missing: [] })
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
    for (const renewalId of [1, 2, 3, 4].map((n) => `00000000-0000-4000-8000-0000000000c${n}`))
      await whole.portal.deliver(applicationsEvents, 'renewal.completed', vega, {
        renewalId,
        certificationId: renewalId,
        accountId: vega,
        number: 'CMPSS-000318',
        term: 2,
        renewedOn: '2026-06-15',
        previousExpiresOn: '2026-08-31',
        expiresOn: '2028-08-31',
        keepRecordsUntil: '2028-06-15',
        verificationUrl: 'http://127.0.0.1:4000/v/abcdefgh',
      })
    await whole.portal.pool.query(
      `insert into contact (day, account_id) values ('2026-05-16', $1), ('2026-05-15', $1)`,
      [vega],
    )
    // A renewal that is told again is counted once.
    await whole.portal.repeat('renewal.completed', vega)
    // 30 days back counts, 31 does not.
    expect((await staff.get('/api/staff/work')).body.figures.contactsPer100Renewals).toBe(25)
  })
})
