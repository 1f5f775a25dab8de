import { describe, expect, test } from 'vitest'
import { withIdentity } from './kit.ts'

const { kit, staff, signIn, importHolders } = withIdentity()

let people = 0
const aHolder = async () => {
  people += 1
  const number = `CMPSS-8${String(people).padStart(5, '0')}`
  const row = { number, legalName: `Holder ${people}`, email: `holder-${people}@example.org` }
  const [outcome] = await importHolders(row)
  return { ...row, accountId: outcome?.accountId ?? '' }
}
const aLogIn = async () => {
  people += 1
  const subject = `log-in-${people}`
  const email = `${subject}@example.org`
  const { body } = await signIn({ subject, name: `Log In ${people}`, email })
  return { subject, email, accountId: body.accountId as string }
}
const checkList = ['called-back', 'name-compared', 'number-known']
const propose = async (body: object, by = 'dana', idempotencyKey?: string) =>
  kit.client.post('/staff/joins', {
    token: await staff(by, 'reviewer'),
    body: { checkList, reason: 'Called back, knew the number', ...body },
    ...(idempotencyKey && { idempotencyKey }),
  })
const decide = async (joinId: string, by: string, approve = true) =>
  kit.client.post(`/staff/joins/${joinId}/decision`, {
    token: await staff(by, 'reviewer'),
    body: { approve, reason: 'Compared the names' },
  })
const openJoins = async () =>
  (await kit.client.get('/staff/joins', { token: await staff('lee', 'reviewer') })).body.joins
const again = async ({ subject, email }: { subject: string; email: string }) =>
  (await signIn({ subject, name: `Whoever ${email}`, email })).body
const ids = (holder: { number: string }, logIn: { email: string }) => ({
  certificationNumber: holder.number,
  signInEmail: logIn.email.toUpperCase(),
})

describe('staff join a log-in to a certification', () => {
  test('ROLE-12 ACC-11: one proposes, another decides, and then the log-in leads there', async () => {
    const [holder, logIn] = [await aHolder(), await aLogIn()]

    const proposed = await propose(ids(holder, logIn))
    expect(proposed.status).toBe(201)
    expect(proposed.body).toMatchObject({
      certificationNumber: holder.number,
      accountId: holder.accountId,
      legalName: holder.legalName,
      signInEmail: logIn.email,
      checkList,
      proposedBy: 'dana',
      state: 'proposed',
    })
    const { joinId } = proposed.body
    expect(await openJoins()).toContainEqual(proposed.body)
    expect((await again(logIn)).accountId).toBe(logIn.accountId)

    const own = await decide(joinId, 'dana')
    expect([own.status, own.body.type]).toEqual([403, 'second-person-needed'])
    const decided = await decide(joinId, 'lee')
    expect(decided.body).toMatchObject({ joinId, state: 'approved', decidedBy: 'lee' })
    expect((await again(logIn)).accountId).toBe(holder.accountId)
    expect(await openJoins()).not.toContainEqual(expect.objectContaining({ joinId }))
  })

  test('CONV-10 SEC-4: both people and both reasons stand in the history', async () => {
    const [holder, logIn] = [await aHolder(), await aLogIn()]
    const { body } = await propose(ids(holder, logIn))
    await decide(body.joinId, 'lee')

    const path = `/staff/accounts/${holder.accountId}/history`
    const history = await kit.client.get(path, { token: await staff('kim', 'finance') })
    const lines = history.body.lines.map(
      ({ code, actor, reason }: { code: string; actor: object; reason?: string }) => ({
        code,
        actor,
        reason,
      }),
    )
    expect(lines).toEqual([
      {
        code: 'sign-in.joined',
        actor: { kind: 'staff', subject: 'lee', role: 'reviewer' },
        reason: 'Compared the names',
      },
      {
        code: 'join.proposed',
        actor: { kind: 'staff', subject: 'dana', role: 'reviewer' },
        reason: 'Called back, knew the number',
      },
      { code: 'account.imported', actor: { kind: 'system' }, reason: undefined },
    ])
  })

  test('a declined one changes nothing and may be proposed again', async () => {
    const [holder, logIn] = [await aHolder(), await aLogIn()]
    const { body } = await propose(ids(holder, logIn))
    expect((await decide(body.joinId, 'lee', false)).body.state).toBe('declined')
    expect((await again(logIn)).accountId).toBe(logIn.accountId)
    expect((await decide(body.joinId, 'lee')).body.type).toBe('join-decided')
    expect((await propose(ids(holder, logIn))).status).toBe(201)
  })

  test('it closes the lockout it came from', async () => {
    const [holder, logIn] = [await aHolder(), await aLogIn()]
    await signIn({ subject: 'mismatched', name: 'Not The Holder', email: holder.email })
    const token = await staff('dana', 'reviewer')
    const entries = async () =>
      (await kit.client.get('/staff/lockouts', { token })).body.lockouts.filter(
        (one: { accountId?: string }) => one.accountId === holder.accountId,
      )
    const [entry] = await entries()
    const { body } = await propose({ ...ids(holder, logIn), lockoutId: entry.lockoutId })
    await decide(body.joinId, 'lee')
    expect(await entries()).toEqual([])
  })
})

describe('a join is refused', () => {
  test('ACC-11: without the check list', async () => {
    const [holder, logIn] = [await aHolder(), await aLogIn()]
    const reply = await propose({ ...ids(holder, logIn), checkList: ['photo-id-seen'] })
    expect(reply.body.type).toBe('check-list-incomplete')
  })

  test('without a certification or a proved log-in of that address', async () => {
    const [holder, logIn] = [await aHolder(), await aLogIn()]
    const unknown = await propose({ ...ids(holder, logIn), certificationNumber: 'CMPSS-777777' })
    expect(unknown.status).toBe(404)
    expect(unknown.body.errors[0].field).toBe('/body/certificationNumber')
    const nobody = await propose({ ...ids(holder, logIn), signInEmail: 'nobody@example.org' })
    expect(nobody.body.errors[0].field).toBe('/body/signInEmail')
    await signIn({ subject: 'claims', email: 'claimed@example.org', emailVerified: false })
    const claimed = await propose({ ...ids(holder, logIn), signInEmail: 'claimed@example.org' })
    expect(claimed.status).toBe(404)
  })

  test('ACC-11: for a log-in that has a certification, or is proposed already', async () => {
    const [one, two, logIn] = [await aHolder(), await aHolder(), await aLogIn()]
    const { body } = await propose(ids(one, logIn))
    expect((await propose(ids(two, logIn))).body.type).toBe('sign-in-not-free')
    await decide(body.joinId, 'lee')
    expect((await propose(ids(two, logIn))).body.type).toBe('sign-in-not-free')
  })

  test('for a log-in that got a certification between the proposal and the decision', async () => {
    const [one, logIn] = [await aHolder(), await aLogIn()]
    const { body } = await propose(ids(one, logIn))
    await kit.pool.query(`insert into certification values ('CMPSS-777001', $1)`, [logIn.accountId])
    expect((await decide(body.joinId, 'lee')).body.type).toBe('sign-in-not-free')
    expect(await openJoins()).toContainEqual(expect.objectContaining({ joinId: body.joinId }))
  })
})

describe('ACC-4: a certification that already has a log-in', () => {
  const joined = async () => {
    const [holder, old, fresh] = [await aHolder(), await aLogIn(), await aLogIn()]
    const { body } = await propose(ids(holder, old))
    await decide(body.joinId, 'lee')
    return { holder, old, fresh }
  }

  test('needs a word about that log-in', async () => {
    const { holder, fresh } = await joined()
    expect((await propose(ids(holder, fresh))).body.type).toBe('account-already-joined')
  })

  test('keeps both when staff say so', async () => {
    const { holder, old, fresh } = await joined()
    const { body } = await propose({ ...ids(holder, fresh), otherLogIns: 'keep' })
    expect(body.otherLogIns).toBe('keep')
    await decide(body.joinId, 'lee')
    expect((await again(old)).accountId).toBe(holder.accountId)
    expect((await again(fresh)).accountId).toBe(holder.accountId)
  })

  test('loses the old one when staff say so', async () => {
    const { holder, old, fresh } = await joined()
    const { body } = await propose({ ...ids(holder, fresh), otherLogIns: 'remove' })
    await decide(body.joinId, 'lee')
    expect((await again(fresh)).accountId).toBe(holder.accountId)
    const unlinked = (await kit.published('account.unlinked')).filter(
      ({ data }) => data.subject === old.subject && data.accountId === holder.accountId,
    )
    expect(unlinked).toHaveLength(1)
    expect((await again(old)).accountId).not.toBe(holder.accountId)
  })
})

describe('races', () => {
  test('two who decide at once: one decides', async () => {
    const [holder, logIn] = [await aHolder(), await aLogIn()]
    const { body } = await propose(ids(holder, logIn))
    const replies = await Promise.all(['lee', 'kim'].map((by) => decide(body.joinId, by)))
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409])
  })

  test('the same proposal sent twice is one', async () => {
    const [holder, logIn] = [await aHolder(), await aLogIn()]
    const first = await propose(ids(holder, logIn), 'dana', 'join-key-1')
    const second = await propose(ids(holder, logIn), 'dana', 'join-key-1')
    expect(second.body).toEqual(first.body)
  })

  test('two proposals for one log-in at once: one stands', async () => {
    const [one, two, logIn] = [await aHolder(), await aHolder(), await aLogIn()]
    const replies = await Promise.all([propose(ids(one, logIn)), propose(ids(two, logIn), 'kim')])
    expect(replies.map((reply) => reply.status).sort()).toEqual([201, 409])
  })
})
