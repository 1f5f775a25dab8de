import { describe, expect, test } from 'vitest'
import { instant, pay, withApplications } from './kit.ts'
import { suspend } from './sanctions.ts'

const kit = withApplications()

const check = async (feeRequestId: string, at: string) => {
  const token = await kit.serviceToken('payments')
  const checks = [{ feeRequestId, at: instant(at).toISOString() }]
  const reply = await kit.client.post('/standing/renewals', { token, body: { checks } })
  const [answer] = reply.body.answers
  return answer.stands ? 'stands' : answer.reason
}

describe('does it still stand, at the instant of Pay', () => {
  test('REN-13: judged at the press, not at the question', async () => {
    kit.goTo('2026-12-31 23:50')
    const person = await kit.holder()
    const { feeRequestId } = await kit.ready(person)
    kit.goTo('2027-01-01 00:10')
    expect(await check(feeRequestId, '2026-12-31 23:59:59')).toBe('stands')
    expect(await check(feeRequestId, '2027-01-01 00:00')).toBe('SIGN_AGAIN')
  })

  test('REN-4: suspended while the pay box is open', async () => {
    kit.goTo('2026-11-06 10:00')
    const person = await kit.holder()
    const { feeRequestId } = await kit.ready(person)
    await suspend(kit, person, '2026-11-06 10:01')
    expect(await check(feeRequestId, '2026-11-06 10:02')).toBe('NOT_IN_GOOD_STANDING')
  })

  test('WX-65: renewed in one window, refused in the other', async () => {
    kit.goTo('2026-11-06 10:00')
    const person = await kit.holder()
    const paid = await kit.ready(person)
    await pay(kit, person, { ...paid, at: '2026-11-06 10:01' })
    expect(await check(paid.feeRequestId, '2026-11-06 10:02')).toBe('ALREADY_RENEWED')
  })

  test('each in the order asked; what nobody knows does not stand', async () => {
    kit.goTo('2026-11-06 10:00')
    const one = await kit.ready(await kit.holder())
    const two = await kit.ready(await kit.holder())
    const at = instant('2026-11-06 10:02').toISOString()
    const ids = [two.feeRequestId, crypto.randomUUID(), one.feeRequestId]
    const checks = ids.map((feeRequestId) => ({ feeRequestId, at }))
    const token = await kit.serviceToken('payments')
    const { body } = await kit.client.post('/standing/renewals', { token, body: { checks } })
    expect(body.answers).toEqual([
      { feeRequestId: ids[0], stands: true },
      { feeRequestId: ids[1], stands: false },
      { feeRequestId: ids[2], stands: true },
    ])
  })
})
