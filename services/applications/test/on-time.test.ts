import { events as paymentsEvents } from '@peercert/contracts/payments'
import { describe, expect, test } from 'vitest'
import { pay, paymentOf, withApplications } from './kit.ts'

const kit = withApplications()

describe('a renewal in time', () => {
  test('REN-10, REN-11: the payment completes and everything is there at once', async () => {
    kit.goTo('2026-11-10 14:00')
    const person = await kit.holder()
    const paid = await kit.ready(person)
    await pay(kit, person, { ...paid, at: '2026-11-10 14:13' })

    const certification = await kit.certification(person)
    expect(certification).toMatchObject({
      status: 'ACTIVE',
      effectiveOn: '2026-11-10',
      expiresOn: '2028-12-31',
      standing: {
        state: 'renewed',
        facts: {
          badge: 'active-renewed',
          renewedOn: '2026-11-10',
          keepRecordsUntil: '2028-11-10',
          nextWindowOpensOn: '2028-10-02',
        },
      },
      certificates: [
        { term: 2, expiresOn: '2028-12-31', replaced: false },
        { term: 1, expiresOn: '2026-12-31', replaced: true },
      ],
    })
    const [said] = (await kit.published('renewal.completed')).filter(
      (e) => e.key === person.accountId,
    )
    expect(said?.data).toMatchObject({
      number: person.number,
      term: 2,
      renewedOn: '2026-11-10',
      previousExpiresOn: '2026-12-31',
      expiresOn: '2028-12-31',
      verificationUrl: certification.verificationUrl,
    })
    expect((await kit.renewal(person)).renewal).toMatchObject({
      state: 'completed',
      completedOn: '2026-11-10',
      paid: { totalCents: 8000, receiptNumber: 'R-2026-004417' },
    })
  })
})
