import { describe, expect, test } from 'vitest'
import { type Person, withApplications } from './kit.ts'
import { lift, suspend } from './sanctions.ts'

const kit = withApplications()

const changes = async (person: Person) =>
  (await kit.published('certification.status-changed'))
    .filter((event) => event.key === person.accountId)
    .map(({ data }) => [data.from, data.to])

const registryStatus = async (person: Person) => {
  const body = { number: person.number }
  return (await kit.client.post('/registry/search', { body })).body.entries[0]?.status
}

describe('discipline', () => {
  test('REN-4, CRT-10: suspended, nothing can be renewed, and the date does not move', async () => {
    kit.goTo('2026-10-02 05:00')
    const person = await kit.holder()
    await suspend(kit, person, '2026-10-02 04:00')
    expect(await kit.certification(person)).toMatchObject({
      status: 'SUSPENDED',
      expiresOn: '2026-12-31',
      standing: { state: 'suspended', facts: { badge: 'suspended', suspendedOn: '2026-10-02' } },
    })
    const reply = await kit.client.post('/me/renewal', { token: person.token })
    expect(reply.body).toMatchObject({
      type: 'not-in-good-standing',
      certificationStatus: 'SUSPENDED',
    })
    expect(await changes(person)).toEqual([['ACTIVE', 'SUSPENDED']])
    expect((await kit.history(person))[0]).toMatchObject({
      code: 'certification.suspended',
      facts: { from: 'ACTIVE', to: 'SUSPENDED' },
    })
  })

  test('WX-12: revoked inside the window', async () => {
    kit.goTo('2026-11-06 10:00')
    const person = await kit.holder()
    await suspend(kit, person, '2026-11-06 09:00', 'revocation')
    const reply = await kit.client.post('/me/renewal', { token: person.token })
    expect(reply.body).toMatchObject({
      type: 'not-in-good-standing',
      certificationStatus: 'REVOKED',
    })
    expect((await kit.certification(person)).standing).toMatchObject({
      state: 'revoked',
      facts: { badge: 'revoked' },
    })
  })

  test('CRT-11, WX-83: the registry shows Revoked at once', async () => {
    kit.goTo('2027-02-10 15:00')
    const person = await kit.holder({ issuedOn: '2025-06-30', expiresOn: '2027-06-30' })
    expect(await registryStatus(person)).toBe('Active')
    await suspend(kit, person, '2027-02-10 15:00', 'revocation')
    expect(await registryStatus(person)).toBe('Revoked')
  })

  test('CRT table: lifted before the expiration it is active, after it expired and late', async () => {
    kit.goTo('2026-10-05 10:00')
    const early = await kit.holder()
    const late = await kit.holder()
    const first = await suspend(kit, early, '2026-10-05 09:00')
    const second = await suspend(kit, late, '2026-10-05 09:00')
    kit.goTo('2026-11-10 10:00')
    await lift(kit, early, first, '2026-11-10 09:00')
    expect((await kit.certification(early)).status).toBe('ACTIVE')
    kit.goTo('2027-02-01 10:00')
    await lift(kit, late, second, '2027-02-01 09:00')
    expect(await kit.certification(late)).toMatchObject({
      status: 'EXPIRED',
      standing: { state: 'expired', facts: { lateTotalCents: 16_000 } },
    })
    expect(await changes(late)).toEqual([
      ['ACTIVE', 'SUSPENDED'],
      ['SUSPENDED', 'EXPIRED'],
    ])
    expect((await kit.client.post('/me/renewal', { token: late.token })).status).toBe(200)
  })

  test('two sanctions: what is left still holds; the same word again says nothing', async () => {
    kit.goTo('2026-11-06 10:00')
    const person = await kit.holder()
    const suspension = await suspend(kit, person, '2026-11-06 09:00')
    const revocation = await suspend(kit, person, '2026-11-06 09:30', 'revocation')
    expect((await kit.certification(person)).status).toBe('REVOKED')
    await lift(kit, person, revocation, '2026-11-06 09:45')
    expect((await kit.certification(person)).status).toBe('SUSPENDED')
    await lift(kit, person, revocation, '2026-11-06 09:45')
    await lift(kit, person, suspension, '2026-11-06 09:50')
    expect((await kit.certification(person)).status).toBe('ACTIVE')
    expect(await changes(person)).toEqual([
      ['ACTIVE', 'SUSPENDED'],
      ['SUSPENDED', 'REVOKED'],
      ['REVOKED', 'SUSPENDED'],
      ['SUSPENDED', 'ACTIVE'],
    ])
  })

  test('one that was imported is lifted by the word that comes', async () => {
    kit.goTo('2026-11-06 10:00')
    const person = await kit.holder({ status: 'SUSPENDED' })
    expect((await kit.certification(person)).status).toBe('SUSPENDED')
    await lift(kit, person, crypto.randomUUID(), '2026-11-06 09:50')
    expect((await kit.certification(person)).status).toBe('ACTIVE')
    await lift(kit, person, crypto.randomUUID(), '2026-11-06 09:55')
    expect(await changes(person)).toHaveLength(1)
  })

  test('given up by its holder, it is inactive', async () => {
    kit.goTo('2026-11-06 10:00')
    const person = await kit.holder({ status: 'SURRENDERED' })
    expect((await kit.certification(person)).standing).toMatchObject({
      state: 'surrendered',
      facts: { badge: 'inactive' },
    })
    expect(await registryStatus(person)).toBe('Inactive')
  })

  test('a sanction of somebody who holds nothing here changes nothing', async () => {
    const accountId = crypto.randomUUID()
    const nobody = { accountId, number: 'CMPSS-999999', name: '', subject: '', token: '' }
    await suspend(kit, nobody, '2026-11-06 09:00')
    await lift(kit, nobody, crypto.randomUUID(), '2026-11-06 09:00')
    expect(await changes(nobody)).toEqual([])
  })
})
