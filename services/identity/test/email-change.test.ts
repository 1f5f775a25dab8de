import { describe, expect, test } from 'vitest'
import { events as notificationEvents } from '@peercert/contracts/notifications'
import { withIdentity } from './kit.ts'

const { kit, peer, staff, service, idToken, signIn, importHolders } = withIdentity()

const secretsOf = async (...ids: string[]) => {
  const options = { token: await service('notifications'), body: { ids } }
  return (await kit.client.post('/mail-secrets', options)).body.secrets
}
const confirm = async (subject: string, email: string, emailVerified = true) => {
  const body = { idToken: await idToken({ subject, email, emailVerified }) }
  return kit.client.post('/me/email-changes', { token: await peer(subject), body })
}
const checkList = ['photo-id-seen', 'name-compared']
const start = async (accountId: string, email: string, list = checkList) =>
  kit.client.post(`/staff/people/${accountId}/email-changes`, {
    token: await staff('dana', 'reviewer'),
    body: { email, checkList: list, reason: 'Lost the mailbox' },
  })
const prove = async (accountId: string, changeId: string, code: string) =>
  kit.client.post(`/staff/people/${accountId}/email-changes/${changeId}/proof`, {
    token: await staff('dana', 'reviewer'),
    body: { code },
  })
const codeFor = async (accountId: string) => {
  const asked = (await kit.published('account.code-requested')).filter((e) => e.key === accountId)
  const secretId = asked.at(-1)?.data.secretId
  return { secretId, secret: (await secretsOf(secretId))[0] }
}

describe('ACC-7: a person changes the address at the sign-in', () => {
  test('the proved one counts, the old one is told and stays findable', async () => {
    const first = await signIn({ subject: 'ana', email: 'ana@example.org' })
    const { accountId } = first.body

    const reply = await confirm('ana', 'Ana.New@example.org')

    expect(reply.body).toMatchObject({ accountId, email: 'Ana.New@example.org', mailState: 'ok' })
    const event = await kit.waitFor('account.email-changed', ({ key }) => key === accountId)
    expect(await secretsOf(event.data.changeId)).toEqual([
      { id: event.data.changeId, email: 'ana@example.org' },
    ])
    const token = await staff('dana', 'reviewer')
    const search = { token, body: { text: 'ANA@example.org' } }
    const found = await kit.client.post('/staff/people/search', search)
    expect(found.body.people).toMatchObject([{ accountId, email: 'Ana.New@example.org' }])
  })

  test('the same address again changes nothing and tells nobody', async () => {
    await signIn({ subject: 'same', email: 'same@example.org' })
    const before = (await kit.published()).length
    expect((await confirm('same', 'SAME@example.org')).status).toBe(200)
    expect(await kit.published()).toHaveLength(before)
  })

  test('ACC-8: an address of another account is refused, and only after the proof', async () => {
    await signIn({ subject: 'owner', email: 'owned@example.org' })
    await signIn({ subject: 'wants', email: 'wants@example.org' })

    expect((await confirm('wants', 'owned@example.org', false)).body.type).toBe(
      'email-not-verified',
    )
    expect((await confirm('wants', 'nobodys@example.org', false)).body.type).toBe(
      'email-not-verified',
    )
    const proved = await confirm('wants', 'OWNED@example.org')
    expect([proved.status, proved.body.type]).toEqual([409, 'email-in-use'])
  })

  test('ACC-8: two who prove one address at once: one has it', async () => {
    await Promise.all(['r1', 'r2'].map((subject) => signIn({ subject, email: `${subject}@a.org` })))
    const replies = await Promise.all(['r1', 'r2'].map((subject) => confirm(subject, 'race@a.org')))
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409])
  })

  test('NOT-5: a proved address ends a bounce', async () => {
    const { body } = await signIn({ subject: 'bounced', email: 'exmaple@example.org' })
    const { accountId } = body
    const notice = { noticeId: crypto.randomUUID(), accountId, kind: 'M-1' }
    await kit.deliver(notificationEvents, 'notice.bounced', accountId, notice)
    const token = await peer('bounced')
    expect((await kit.client.get('/me/profile', { token })).body.mailState).toBe('bounced')

    expect((await confirm('bounced', 'example@example.org')).body.mailState).toBe('ok')
    const [, second] = (await kit.published('profile.changed')).filter((e) => e.key === accountId)
    expect(second?.data.fields).toEqual(['email', 'mail-state'])
  })

  test('an ID token of somebody else is refused', async () => {
    const body = { idToken: await idToken({ subject: 'ana', email: 'x@example.org' }) }
    const options = { token: await peer('same'), body }
    expect((await kit.client.post('/me/email-changes', options)).body.type).toBe('id-token-refused')
  })
})

describe('ACC-7: staff change it for somebody on the phone', () => {
  const aHolder = async () => {
    const [outcome] = await importHolders({})
    return outcome?.accountId ?? ''
  }

  test('the code goes to the new address, is read aloud, and then the new one counts', async () => {
    const accountId = await aHolder()
    const started = await start(accountId, 'new-1@example.org')
    expect(started.status).toBe(201)
    const { secretId, secret } = await codeFor(accountId)
    expect(secret).toEqual({
      id: secretId,
      code: expect.stringMatching(/^\d{8}$/),
      email: 'new-1@example.org',
    })
    const before = await kit.client.get(`/staff/people/${accountId}`, {
      token: await staff('lee', 'finance'),
    })
    expect(before.body.email).not.toBe('new-1@example.org')

    const aloud = secret.code.replace(/^(....)/, '$1 ')
    const proved = await prove(accountId, started.body.changeId, aloud)

    expect(proved.body).toMatchObject({
      email: 'new-1@example.org',
      formerEmails: [before.body.email],
    })
    const { changeId } = started.body
    const changed = await kit.waitFor('account.email-changed', ({ key }) => key === accountId)
    expect(changed.data).toEqual({ accountId, changeId })
    expect(await secretsOf(changeId, secretId)).toEqual([
      { id: changeId, email: before.body.email },
    ])
  })

  test('ACC-11: not without the identity check list', async () => {
    const reply = await start(await aHolder(), 'new-2@example.org', ['name-compared'])
    expect(reply.body.type).toBe('check-list-incomplete')
  })

  test('ACC-8: not to an address of another account, then or at the proof', async () => {
    const [one, two] = [await aHolder(), await aHolder()]
    const started = await start(one, 'new-3@example.org')
    const { secret } = await codeFor(one)
    await start(two, 'new-3@example.org')
    const other = await codeFor(two)
    const changes = (
      await kit.pool.query(`select id from email_change where account_id = $1`, [two])
    ).rows
    expect((await prove(one, started.body.changeId, secret.code)).status).toBe(200)

    expect((await start(two, 'New-3@example.org')).body.type).toBe('email-in-use')
    const late = await prove(two, changes[0].id, other.secret.code)
    expect(late.body.type).toBe('email-in-use')
  })

  test('the address on file is no change', async () => {
    const accountId = await aHolder()
    const reveal = await kit.client.post(`/staff/people/${accountId}/contact`, {
      token: await staff('dana', 'reviewer'),
      body: { why: 'call' },
    })
    expect((await start(accountId, reveal.body.email)).body.errors[0].field).toBe('/body/email')
  })

  test('five wrong codes end it, a code works once, and for its own change only', async () => {
    const [accountId, other] = [await aHolder(), await aHolder()]
    const { body } = await start(accountId, 'new-4@example.org')
    const { secret } = await codeFor(accountId)
    expect((await prove(other, body.changeId, secret.code)).status).toBe(404)

    const wrong = secret.code === '00000000' ? '11111111' : '00000000'
    for (let time = 0; time < 5; time += 1)
      expect((await prove(accountId, body.changeId, wrong)).body.type).toBe('code-refused')
    expect((await prove(accountId, body.changeId, secret.code)).body.type).toBe('too-many-codes')

    const again = await start(accountId, 'new-4@example.org')
    const fresh = await codeFor(accountId)
    expect((await prove(accountId, again.body.changeId, fresh.secret.code)).status).toBe(200)
    const replay = await prove(accountId, again.body.changeId, fresh.secret.code)
    expect(replay.body.type).toBe('code-refused')
  })

  test('SEC-4: who asked, why and what was checked stands in the history', async () => {
    const accountId = await aHolder()
    await start(accountId, 'new-5@example.org')
    const token = await staff('lee', 'admin')
    const history = await kit.client.get(`/staff/accounts/${accountId}/history`, { token })
    expect(history.body.lines[0]).toMatchObject({
      code: 'email-change.started',
      filter: 'staff',
      actor: { kind: 'staff', subject: 'dana', role: 'reviewer' },
      reason: 'Lost the mailbox',
      facts: { checkList: 'photo-id-seen, name-compared' },
    })
    expect(JSON.stringify(history.body)).not.toContain('new-5@')
  })
})

test('codes do not lie readable in the database, and not at all once they have run out', async () => {
  const [outcome] = await importHolders({})
  const accountId = outcome?.accountId ?? ''
  await start(accountId, 'rest@example.org')
  const { secretId, secret } = await codeFor(accountId)
  const dump = async () => (await kit.pool.query(`select t::text from code t`)).rows
  expect(JSON.stringify(await dump())).not.toContain(secret.code)

  await kit.pool.query(`update code set expires_at = now() - interval '1 second' where id = $1`, [
    secretId,
  ])
  expect(await secretsOf(secretId)).toEqual([])
})
