import { events as identityEvents } from '@peercert/contracts/identity'
import { beforeAll, describe, expect, test } from 'vitest'
import { contacts, type Person, withApplications } from './kit.ts'
import { suspend } from './sanctions.ts'

const kit = withApplications()

const search = async (body: object) => (await kit.client.post('/registry/search', { body })).body
const names = async (body: object) =>
  (await search(body)).entries.map((entry: { name: string }) => entry.name)
const codeOf = async (person: Person) => (await kit.certification(person)).verificationCode

describe('REG-2: the public registry', () => {
  beforeAll(async () => {
    kit.goTo('2026-11-10 14:31')
    await kit.holder({ legalName: 'Rosa Núñez-Luna', county: 'Napa', number: 'CMPSS-000777' })
    await kit.holder({ legalName: 'Ana Nunez', county: 'Yolo' })
    await kit.holder({ legalName: 'Luna', county: 'Yolo' })
    await kit.holder({ legalName: "Sean O'Brien_%", county: 'Yolo' })
  })

  test('by exact number, however it is written', async () => {
    for (const number of ['CMPSS-000777', 'cmpss 777', '777'])
      expect(await names({ number })).toEqual(['Rosa Núñez-Luna'])
    expect(await names({ number: '77' })).toEqual([])
    expect(await names({ number: 'Rosa' })).toEqual([])
  })

  test('by last name: accents, case and hyphens do not matter; both family names find', async () => {
    expect(await names({ lastName: 'NUNEZ' })).toEqual(['Ana Nunez', 'Rosa Núñez-Luna'])
    expect(await names({ lastName: 'núñez luna' })).toEqual(['Rosa Núñez-Luna'])
    expect(await names({ lastName: 'luna' })).toEqual(['Luna', 'Rosa Núñez-Luna'])
    expect(await names({ lastName: 'rosa' })).toEqual([])
  })

  test('with first name and county', async () => {
    expect(await names({ lastName: 'nu', firstName: 'ro' })).toEqual(['Rosa Núñez-Luna'])
    expect(await names({ lastName: 'nu', county: 'Yolo' })).toEqual(['Ana Nunez'])
    expect(await names({ lastName: 'nu', county: 'Alpine' })).toEqual([])
  })

  test('what is typed is text, not a pattern; two letters at least', async () => {
    expect(await names({ lastName: 'o\u2019brien_%' })).toEqual(["Sean O'Brien_%"])
    expect(await names({ lastName: '%%' })).toEqual([])
    expect(await names({ lastName: '\u0301n' })).toEqual([])
    expect((await kit.client.post('/registry/search', { body: { county: 'Yolo' } })).status).toBe(
      400,
    )
    expect((await kit.client.post('/registry/search', { body: {} })).status).toBe(400)
  })

  test('REG-3: name, number, status and dates; nothing else is ever shown', async () => {
    const { entries } = await search({ number: '777' })
    expect(entries).toEqual([
      {
        name: 'Rosa Núñez-Luna',
        number: 'CMPSS-000777',
        status: 'Active',
        firstIssuedOn: '2024-12-31',
        expiresOn: '2026-12-31',
        county: 'Napa',
        checkedAt: '2026-11-10T22:31:00.000Z',
      },
    ])
  })

  test('REG-8: at most fifty, and it says that there are more', async () => {
    await Promise.all(
      Array.from({ length: 51 }, (_, index) => kit.holder({ legalName: `Many${index} Zapata` })),
    )
    const { entries, more } = await search({ lastName: 'zapata' })
    expect([entries.length, more]).toEqual([50, true])
  })
})

describe('what an employer sees', () => {
  test('REG-5, CRT-11: computed at the moment of asking', async () => {
    kit.goTo('2026-12-31 23:59:59')
    const person = await kit.holder()
    const code = await codeOf(person)
    const status = async () => (await kit.client.get(`/verifications/${code}`)).body.status
    expect(await status()).toBe('Active')
    kit.goTo('2027-01-01 00:00')
    expect(await status()).toBe('Expired')
    await suspend(kit, person, '2027-01-01 00:00')
    expect(await status()).toBe('Suspended')
  })

  test('S11: name, number, dates, the time of the check, and nothing else', async () => {
    kit.goTo('2026-11-10 14:31')
    const person = await kit.holder()
    const { body, headers } = await kit.client.get(`/verifications/${await codeOf(person)}`)
    expect(body).toEqual({
      name: 'Marisol Vega',
      number: person.number,
      status: 'Active',
      firstIssuedOn: '2024-12-31',
      expiresOn: '2026-12-31',
      checkedAt: '2026-11-10T22:31:00.000Z',
    })
    expect(headers['cache-control']).toBe('no-store')
  })

  test('REG-7: the code cannot be guessed from the number', async () => {
    const person = await kit.holder()
    expect((await kit.client.get(`/verifications/${person.number}`)).status).toBe(404)
    const code = await codeOf(person)
    expect(Buffer.from(code, 'base64url')).toHaveLength(16)
    const other = code.startsWith('A') ? `B${code.slice(1)}` : `A${code.slice(1)}`
    expect((await kit.client.get(`/verifications/${other}`)).status).toBe(404)
  })

  test('REG-6: no longer listed after five years', async () => {
    kit.goTo('2026-11-10 14:31')
    const person = await kit.holder()
    const code = await codeOf(person)
    kit.goTo('2031-12-31 12:00')
    expect((await kit.client.get(`/verifications/${code}`)).body.status).toBe('Expired')
    kit.goTo('2032-01-01 00:00')
    expect((await kit.client.get(`/verifications/${code}`)).status).toBe(404)
    expect(await names({ number: person.number })).toEqual([])
  })
})

describe('a name and a county that change', () => {
  test('CRT-5, WX-89: the registry shows the new name; number and dates stay', async () => {
    kit.goTo('2026-11-10 14:31')
    const person = await kit.holder({ legalName: 'Marisol Altamirano' })
    const before = await kit.certification(person)
    contacts.set(person.accountId, { legalName: 'Marisol Quintero', county: 'Napa' })
    const { accountId } = person
    await kit.deliver(identityEvents, 'legal-name.changed', accountId, { accountId })
    expect(await names({ lastName: 'quintero' })).toEqual(['Marisol Quintero'])
    expect(await names({ lastName: 'altamirano' })).toEqual([])
    const after = await kit.certification(person)
    expect(after).toMatchObject({
      certifiedName: 'Marisol Quintero',
      number: before.number,
      expiresOn: before.expiresOn,
      verificationCode: before.verificationCode,
      certificates: [{ certifiedName: 'Marisol Quintero' }],
    })
    expect(
      (await kit.history(person))
        .map((line) => line.code)
        .slice(0, 2)
        .sort(),
    ).toEqual(['certification.county-changed', 'certification.name-changed'])
  })

  test('only a new county is asked for; a new phone is not', async () => {
    const person = await kit.holder()
    const { accountId } = person
    const asked = () => kit.identity.requests.length
    const before = asked()
    const tell = (fields: string[]) =>
      kit.deliver(identityEvents, 'profile.changed', accountId, { accountId, fields })
    await tell(['phone', 'email'])
    expect(asked()).toBe(before)
    contacts.set(accountId, { legalName: person.name, county: 'Alpine' })
    await tell(['county'])
    expect((await search({ number: person.number })).entries[0].county).toBe('Alpine')
    await tell(['county'])
    expect(
      (await kit.history(person)).filter((line) => line.code.endsWith('county-changed')),
    ).toHaveLength(1)
  })

  test('somebody without a certification, or erased, changes nothing', async () => {
    const accountId = crypto.randomUUID()
    expect(await kit.deliver(identityEvents, 'legal-name.changed', accountId, { accountId })).toBe(
      'handled',
    )
    const person = await kit.holder()
    contacts.delete(person.accountId)
    const erased = { accountId: person.accountId }
    expect(await kit.deliver(identityEvents, 'legal-name.changed', person.accountId, erased)).toBe(
      'handled',
    )
    expect((await kit.certification(person)).certifiedName).toBe('Marisol Vega')
  })
})

describe('ACC-4: a sign-in and its account', () => {
  test('a later word moves it; an older account cannot take it away', async () => {
    const [one, two] = [await kit.holder(), await kit.holder()]
    const subject = 'moving'
    const token = await kit.token({ subject })
    const mine = async () => (await kit.client.get('/me/certification', { token })).body
    const tell = (type: string, accountId: string) =>
      kit.deliver(identityEvents, type, accountId, { accountId, realm: 'peers', subject })
    expect(await mine()).toEqual({ accountId: null, certification: null })
    await tell('account.linked', one.accountId)
    expect((await mine()).certification.number).toBe(one.number)
    await tell('account.linked', two.accountId)
    await tell('account.unlinked', one.accountId)
    expect((await mine()).certification.number).toBe(two.number)
    await tell('account.unlinked', two.accountId)
    expect(await mine()).toEqual({ accountId: null, certification: null })
    const empty = { possible: false, renewal: null, information: null }
    expect((await kit.client.get('/me/renewal', { token })).body).toEqual(empty)
    const start = await kit.client.post('/me/renewal', { token })
    expect([start.status, start.body.type]).toEqual([404, 'no-certification'])
  })
})
