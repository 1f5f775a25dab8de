import { describe, expect, test } from 'vitest'
import { withIdentity } from './kit.ts'

const { kit, peer, staff, service, signIn, importHolders } = withIdentity()

let people = 0
/** Somebody whose log-in leads to an empty account. */
const aStranger = async () => {
  people += 1
  const subject = `stranger-${people}`
  const email = `${subject}@example.org`
  const { body } = await signIn({ subject, name: `Stranger ${people}`, email })
  const token = await peer(subject)
  const claim = (certificationNumber: string, name: string) =>
    kit.client.post('/claims', { token, body: { certificationNumber, name } })
  const confirm = (code: string) =>
    kit.client.post('/claims/confirmation', { token, body: { code } })
  return { subject, email, accountId: body.accountId as string, claim, confirm }
}
const aHolder = async (legalName: string) => {
  people += 1
  const number = `CMPSS-9${String(people).padStart(5, '0')}`
  const email = `holder-${people}@example.org`
  const [outcome] = await importHolders({ number, legalName, email })
  return { number, legalName, email, accountId: outcome?.accountId ?? '' }
}
const codesFor = async (accountId: string) => {
  await kit.settle()
  const asked = (await kit.published('account.code-requested')).filter((e) => e.key === accountId)
  const ids = asked.map((event) => event.data.secretId as string)
  const options = { token: await service('notifications'), body: { ids } }
  const { secrets } = (await kit.client.post('/mail-secrets', options)).body
  return secrets as { id: string; code: string; email?: string }[]
}
const openLockouts = async (accountId: string) => {
  const token = await staff('dana', 'reviewer')
  const { lockouts } = (await kit.client.get('/staff/lockouts', { token })).body
  return lockouts.filter((one: { accountId?: string }) => one.accountId === accountId)
}

describe('Find my certification', () => {
  test('ACC-11 CONV-9: number, name and the code from the mailbox join the log-in', async () => {
    const holder = await aHolder('Marisol Vega-Luna')
    const stranger = await aStranger()

    expect((await stranger.claim(holder.number, 'marisol VEGA luna')).status).toBe(202)
    const [secret] = await codesFor(holder.accountId)
    expect(secret?.email).toBeUndefined()
    const reply = await stranger.confirm(secret?.code ?? '')

    expect(reply.status).toBe(200)
    expect(reply.body).toMatchObject({
      joined: true,
      accountId: holder.accountId,
      certificationNumber: holder.number,
      legalName: 'Marisol Vega-Luna',
      email: holder.email,
    })
    const moved = (await kit.published()).filter((e) => e.data.subject === stranger.subject)
    expect(moved.map(({ type, key }) => [type, key])).toEqual([
      ['account.linked', stranger.accountId],
      ['account.unlinked', stranger.accountId],
      ['account.linked', holder.accountId],
    ])
    const again = await signIn({
      subject: stranger.subject,
      name: 'x',
      email: stranger.email,
    })
    expect(again.body).toMatchObject({ accountId: holder.accountId, joined: false })
  })

  test('the number is read as people type it', async () => {
    const holder = await aHolder('Pat Lind')
    const stranger = await aStranger()
    await stranger.claim(`cmpss ${Number(holder.number.slice(6))}`, 'Pat Lind')
    expect(await codesFor(holder.accountId)).toHaveLength(1)
  })

  test('T-16: nobody can tell from an answer whether anything matched', async () => {
    const [free, joined] = [await aHolder('Free Holder'), await aHolder('Joined Holder')]
    await signIn({ subject: 'joined-holder', name: 'Joined Holder', email: joined.email })
    const asked: [string, string][] = [
      [free.number, free.legalName],
      [free.number, 'Somebody Else'],
      [joined.number, joined.legalName],
      ['CMPSS-999999', 'Free Holder'],
      ['not a number', ''.padEnd(200, 'x')],
    ]
    const stranger = await aStranger()
    const replies = []
    for (const [number, name] of asked) replies.push(await stranger.claim(number, name))

    const seen = replies.map(({ status, headers, raw }) => {
      const { date: _date, ...rest } = headers
      return JSON.stringify([status, rest, raw.toString('base64')])
    })
    expect(new Set(seen).size).toBe(1)
    expect(await codesFor(free.accountId)).toHaveLength(1)
    expect(await codesFor(joined.accountId)).toHaveLength(0)
  })

  test('T-16: a wrong code, no code and a code for nothing are refused alike', async () => {
    const holder = await aHolder('Real Holder')
    const [never, nothing, wrong] = [await aStranger(), await aStranger(), await aStranger()]
    await nothing.claim('CMPSS-999998', 'Nobody')
    await wrong.claim(holder.number, holder.legalName)
    const [secret] = await codesFor(holder.accountId)
    const guess = secret?.code === '12345678' ? '87654321' : '12345678'

    const replies = [
      await never.confirm(guess),
      await nothing.confirm(guess),
      await wrong.confirm(guess),
    ]
    expect(new Set(replies.map(({ raw }) => raw.toString())).size).toBe(1)
    expect(replies[0]).toMatchObject({ status: 422, body: { type: 'code-refused' } })
    for (const person of [nothing, wrong])
      for (let time = 0; time < 4; time += 1) await person.confirm(guess)
    const [afterNothing, afterWrong] = [await nothing.confirm(guess), await wrong.confirm(guess)]
    expect(afterNothing.raw.toString()).toBe(afterWrong.raw.toString())
    expect(afterWrong.body.type).toBe('too-many-codes')
  })

  test('a code of somebody else does not work', async () => {
    const holder = await aHolder('Whose Code')
    const [asker, thief] = [await aStranger(), await aStranger()]
    await asker.claim(holder.number, holder.legalName)
    const [secret] = await codesFor(holder.accountId)
    await thief.claim('CMPSS-999997', 'Nobody')
    expect((await thief.confirm(secret?.code ?? '')).body.type).toBe('code-refused')
  })

  test('five claims an hour for a person, three codes an hour for a mailbox', async () => {
    const holder = await aHolder('Flooded Holder')
    const stranger = await aStranger()
    for (let time = 0; time < 5; time += 1)
      expect((await stranger.claim(holder.number, holder.legalName)).status).toBe(202)
    const sixth = await stranger.claim(holder.number, holder.legalName)
    expect([sixth.status, sixth.body.type]).toEqual([429, 'too-many-requests'])
    expect(await codesFor(holder.accountId)).toHaveLength(3)
  })

  test('only the newest code of a person counts', async () => {
    const holder = await aHolder('Two Codes')
    const stranger = await aStranger()
    await stranger.claim(holder.number, holder.legalName)
    const [old] = await codesFor(holder.accountId)
    await stranger.claim(holder.number, holder.legalName)
    const fresh = (await codesFor(holder.accountId)).find((secret) => secret.id !== old?.id)
    expect((await stranger.confirm(old?.code ?? '')).body.type).toBe('code-refused')
    expect((await stranger.confirm(fresh?.code ?? '')).status).toBe(200)
  })
})

describe('ACC-11: what is for staff', () => {
  test('a certification with a log-in: once on the list, whoever asks how often', async () => {
    const holder = await aHolder('Taken Holder')
    await signIn({ subject: 'taken', name: 'Taken Holder', email: holder.email })
    const stranger = await aStranger()
    await stranger.claim(holder.number, holder.legalName)
    await stranger.claim(holder.number, holder.legalName)
    await kit.settle()
    expect(await openLockouts(holder.accountId)).toMatchObject([
      { origin: 'mismatch', certificationNumber: holder.number, contact: stranger.email },
    ])
  })

  test('a person with a certification does not get a second one', async () => {
    const [first, second] = [await aHolder('First One'), await aHolder('Second One')]
    await signIn({ subject: 'collector', name: 'First One', email: first.email })
    const token = await peer('collector')
    const body = { certificationNumber: second.number, name: second.legalName }
    await kit.client.post('/claims', { token, body })
    expect(await codesFor(second.accountId)).toHaveLength(0)
    expect(await openLockouts(second.accountId)).toHaveLength(1)
  })

  test('a log-in that was joined while the code travelled: refused, and for staff', async () => {
    const holder = await aHolder('Overtaken Holder')
    const stranger = await aStranger()
    await stranger.claim(holder.number, holder.legalName)
    const [secret] = await codesFor(holder.accountId)
    await signIn({ subject: 'overtakes', name: 'Overtaken Holder', email: holder.email })

    expect((await stranger.confirm(secret?.code ?? '')).body.type).toBe('code-refused')
    expect(await openLockouts(holder.accountId)).toHaveLength(1)
  })
})

test('ACC-11: two with a good code for one certification at once: one is joined', async () => {
  const holder = await aHolder('Contested Holder')
  const [one, two] = [await aStranger(), await aStranger()]
  await one.claim(holder.number, holder.legalName)
  const [first] = await codesFor(holder.accountId)
  await two.claim(holder.number, holder.legalName)
  const second = (await codesFor(holder.accountId)).find((secret) => secret.id !== first?.id)

  const replies = await Promise.all([
    one.confirm(first?.code ?? ''),
    two.confirm(second?.code ?? ''),
  ])
  expect(replies.map((reply) => reply.status).sort()).toEqual([200, 422])
})

test('one code tried many times at once is tried five times', async () => {
  const holder = await aHolder('Hammered Holder')
  const stranger = await aStranger()
  await stranger.claim(holder.number, holder.legalName)
  await kit.settle()
  const replies = await Promise.all(
    [...'abcdefghij'].map((letter) => stranger.confirm(`x${letter}xxxx`)),
  )
  const types = replies.map((reply) => reply.body.type)
  expect(types.filter((type) => type === 'code-refused')).toHaveLength(5)
  expect(types.filter((type) => type === 'too-many-codes')).toHaveLength(5)
})

test('what was typed is not kept once it is judged', async () => {
  const stranger = await aStranger()
  await stranger.claim('CMPSS-123456', 'Typed Canary')
  await kit.settle()
  const { rows } = await kit.pool.query(`select t::text from claim t where folded_name is not null`)
  expect(rows).toEqual([])
})
