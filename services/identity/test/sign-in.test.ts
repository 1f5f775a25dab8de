import { describe, expect, test } from 'vitest'
import { aHolder, withIdentity } from './kit.ts'

const { kit, issuer, peer, staff, idToken, signIn, importHolders } = withIdentity()

const load = async (row: Parameters<typeof aHolder>[0] = {}) => {
  const holder = aHolder(row)
  const [outcome] = await importHolders(holder)
  return { ...holder, accountId: outcome?.accountId ?? '' }
}
const lockouts = async () => {
  const token = await staff('dana', 'reviewer')
  const reply = await kit.client.get('/staff/lockouts', { token })
  return reply.body.lockouts as { accountId?: string; origin: string; contact: string }[]
}
const eventsOf = async (key: string) =>
  (await kit.published()).filter((event) => event.key === key).map((event) => event.type)

describe('a first sign-in', () => {
  test('ACC-4 CONV-9: verified address and same name of an imported holder join at once', async () => {
    const holder = await load({ legalName: 'José Núñez-Ruiz' })
    const person = {
      subject: 'jose',
      name: 'JOSE NUNEZ  RUIZ',
      email: holder.email.toUpperCase(),
    }

    const reply = await signIn(person)

    expect(reply.status).toBe(200)
    expect(reply.body).toEqual({
      accountId: holder.accountId,
      joined: true,
      certificationNumber: holder.number,
      legalName: 'José Núñez-Ruiz',
      email: holder.email,
      language: 'es',
      mailState: 'ok',
    })
    expect(await eventsOf(holder.accountId)).toEqual(['account.opened', 'account.linked'])
    const again = await signIn(person)
    expect(again.body).toMatchObject({ accountId: holder.accountId, joined: false })
  })

  test('ACC-11: without a match it opens one account, and says so', async () => {
    const reply = await signIn({
      subject: 'new',
      name: 'Lee Chen',
      email: 'lee@example.org',
      claims: { locale: 'es' },
    })

    const { accountId } = reply.body
    expect(reply.body).toMatchObject({
      joined: false,
      certificationNumber: null,
      legalName: 'Lee Chen',
      email: 'lee@example.org',
      language: 'es',
    })
    expect(await eventsOf(accountId)).toEqual(['account.opened', 'account.linked'])
    const [opened, linked] = (await kit.published()).filter((event) => event.key === accountId)
    expect(opened?.data).toEqual({ accountId, imported: false })
    expect(linked?.data).toEqual({ accountId, realm: 'peers', subject: 'new' })
  })

  test('ACC-11 CONV-9: another name is never a guess: an own account, and once on the list', async () => {
    const holder = await load({ legalName: 'Marisol Vega' })
    const person = { subject: 'other-name', name: 'Mario Vega', email: holder.email }

    const first = await signIn(person)
    await signIn({ ...person, claims: { locale: 'en' } })
    await signIn({ ...person, name: 'Mario A Vega' })

    expect(first.body.accountId).not.toBe(holder.accountId)
    expect(first.body.certificationNumber).toBeNull()
    const entries = (await lockouts()).filter((entry) => entry.accountId === holder.accountId)
    expect(entries).toMatchObject([{ origin: 'mismatch', contact: holder.email }])
  })

  test('ACC-11: a certification that has a log-in is not given to a second one', async () => {
    const holder = await load({ legalName: 'Ana Ruiz' })
    await signIn({ subject: 'ana-1', name: 'Ana Ruiz', email: holder.email })

    const second = await signIn({ subject: 'ana-2', name: 'Ana Ruiz', email: holder.email })

    expect(second.body).toMatchObject({ joined: false, certificationNumber: null })
    expect(second.body.accountId).not.toBe(holder.accountId)
    expect((await lockouts()).filter((one) => one.accountId === holder.accountId)).toHaveLength(1)
  })

  test('ACC-4: an unverified address joins nothing; the verified one later does', async () => {
    const holder = await load({ legalName: 'Sam Ito' })
    const person = { subject: 'sam', name: 'Sam Ito', email: holder.email }

    const unproved = await signIn({ ...person, emailVerified: false })
    expect(unproved.body).toMatchObject({ joined: false, certificationNumber: null })
    expect((await lockouts()).filter((one) => one.accountId === holder.accountId)).toEqual([])

    const proved = await signIn(person)
    expect(proved.body).toMatchObject({ joined: true, accountId: holder.accountId })
    expect(await eventsOf(unproved.body.accountId)).toEqual([
      'account.opened',
      'account.linked',
      'account.unlinked',
    ])
    const token = await staff('dana', 'reviewer')
    const path = `/staff/accounts/${unproved.body.accountId}/history`
    const history = await kit.client.get(path, { token })
    expect(history.body.lines[0]).toMatchObject({
      code: 'account.closed',
      linkedId: holder.accountId,
    })
  })

  test('ACC-8: two accounts never hold one address, whoever comes first', async () => {
    const email = 'shared@example.org'
    const replies = await Promise.all(
      ['shared-1', 'shared-2', 'shared-3'].map((subject) => signIn({ subject, email })),
    )

    expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200])
    expect(new Set(replies.map((reply) => reply.body.accountId)).size).toBe(3)
    const { rows } = await kit.pool.query(
      `select count(*)::int as held from account where email_key = $1 and holds_email`,
      [email],
    )
    expect(rows).toEqual([{ held: 1 }])
  })
})

describe('races', () => {
  test('ACC-11: two first requests of one sign-in make one account', async () => {
    const person = { subject: 'twice', email: 'twice@example.org' }
    const replies = await Promise.all([1, 2, 3, 4, 5].map(() => signIn(person)))

    expect(new Set(replies.map((reply) => reply.body.accountId)).size).toBe(1)
    expect(await eventsOf(replies[0]?.body.accountId)).toEqual(['account.opened', 'account.linked'])
  })

  test('ACC-11: two log-ins that fit one holder at once: one is joined, one is for staff', async () => {
    for (let round = 0; round < 5; round += 1) {
      const holder = await load({ legalName: 'Kim Park' })
      const replies = await Promise.all(
        ['a', 'b', 'c'].map((letter) =>
          signIn({ subject: `kim-${round}-${letter}`, name: 'Kim Park', email: holder.email }),
        ),
      )
      expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200])
      const joined = replies.filter((reply) => reply.body.accountId === holder.accountId)
      expect(joined).toHaveLength(1)
      const entries = (await lockouts()).filter((one) => one.accountId === holder.accountId)
      expect(entries).toHaveLength(2)
    }
  })
})

describe('CHG-3: the name of an account without a certification', () => {
  test('follows the log-in, the former one stays findable', async () => {
    const email = 'rename@example.org'
    const first = await signIn({ subject: 'rename', name: 'Alx Roe', email })
    const second = await signIn({ subject: 'rename', name: 'Alex Roe', email })

    expect(second.body).toMatchObject({
      accountId: first.body.accountId,
      legalName: 'Alex Roe',
    })
    expect(await eventsOf(first.body.accountId)).toContain('legal-name.changed')
    const token = await staff('dana', 'reviewer')
    const found = await kit.client.post('/staff/people/search', { token, body: { text: 'Alx' } })
    expect(found.body.people).toMatchObject([{ legalName: 'Alex Roe', formerNames: ['Alx Roe'] }])
  })

  test('a certified name does not', async () => {
    const holder = await load({ legalName: 'Noor Haddad' })
    const person = { subject: 'noor', name: 'Noor Haddad', email: holder.email }
    await signIn(person)
    const later = await signIn({ ...person, name: 'Nora Haddad' })
    expect(later.body).toMatchObject({ accountId: holder.accountId, legalName: 'Noor Haddad' })
  })
})

describe('an ID token is refused', () => {
  const good = { subject: 'forger', email: 'forger@example.org' }
  const bad: [string, Record<string, unknown>][] = [
    ['of another client', { aud: 'other', azp: 'other' }],
    ['of another client beside ours', { aud: ['portal', 'other'], azp: 'other' }],
    ['for two audiences and nobody named', { aud: ['portal', 'other'], azp: undefined }],
    ['that is an access token', { typ: 'Bearer' }],
    ['that is a refresh token', { typ: 'Refresh' }],
    ['without a type', { typ: undefined }],
    ['of somebody else', { sub: 'somebody-else' }],
    ['of another realm', { iss: 'https://elsewhere.example/realms/peers' }],
    ['that has run out', { exp: Math.floor(Date.now() / 1_000) - 31 }],
    ['without an address', { email: undefined }],
  ]
  test.each(bad)('%s', async (_case, claims) => {
    const body = { idToken: await idToken({ ...good, claims }) }
    const reply = await kit.client.post('/sign-ins', { token: await peer('forger'), body })
    expect(reply.status).toBe(422)
    expect(reply.body.type).toBe('id-token-refused')
  })

  test('of the realm of staff, and one that nobody signed', async () => {
    const { subject, email } = good
    const claims = { sub: subject, aud: 'portal', azp: 'portal', typ: 'ID', email }
    const ofStaff = await issuer().sign('staff', claims)
    const unsigned = [{ alg: 'none' }, { ...claims, iss: issuer().peers }]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
    for (const token of [ofStaff, `${unsigned}.`, 'x'.repeat(40)]) {
      const options = { token: await peer('forger'), body: { idToken: token } }
      expect((await kit.client.post('/sign-ins', options)).status).toBe(422)
    }
  })

  test('and leaves nothing behind', async () => {
    const { rows } = await kit.pool.query(`select 1 from sign_in where subject = 'forger'`)
    expect(rows).toEqual([])
  })
})

test('ROLE-12: staff are named by their own ID token, peers by nobody', async () => {
  const token = await staff('dana-r', 'reviewer')
  const claims = {
    sub: 'dana-r',
    aud: 'portal',
    azp: 'portal',
    typ: 'ID',
    name: 'Dana Reyes',
    email: 'dana@staff.example',
  }
  const body = { idToken: await issuer().sign('staff', claims) }
  const reply = await kit.client.post('/staff/sign-ins', { token, body })
  expect(reply.body).toEqual({ subject: 'dana-r', name: 'Dana Reyes' })

  const asked = { subjects: ['dana-r', 'nobody'] }
  const names = await kit.client.post('/staff/names', { token, body: asked })
  expect(names.body.names).toEqual([{ subject: 'dana-r', name: 'Dana Reyes' }])

  const peers = { idToken: await idToken({ subject: 'dana-r', email: 'x@example.org' }) }
  expect((await kit.client.post('/staff/sign-ins', { token, body: peers })).status).toBe(422)
})
