import { describe, expect, test } from 'vitest'
import { type Person, withWorld } from './kit.ts'
import {
  code,
  codeRequested,
  emailChanged,
  formerAddress,
  samples,
  tell,
  voucherIssued,
} from './samples.ts'

const world = withWorld()
const { kit } = world

const wholeDatabase = async () => {
  const { rows: tables } = await kit.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public'`,
  )
  const texts = await Promise.all(
    tables.map(async ({ name }) => {
      const { rows } = await kit.pool.query(`select t::text as line from "${name}" t`)
      return `${name}: ${JSON.stringify(rows)}`
    }),
  )
  return texts.join('\n')
}
const onlyOf = async (person: Person) => {
  const [notice] = await world.notices(person)
  if (!notice) throw new Error('no notice was made')
  return notice
}

describe('NOT-4: codes', () => {
  test('a code for signing in is asked of identity when the mail is sent, and only then', async () => {
    const person = world.person()
    const release = await world.hold()
    const { secretId } = await tell(world, person, codeRequested)
    world.secrets.set(String(secretId), { code: '777777' })
    await release()
    const [mail] = await world.mailsTo(person.email)
    expect(mail?.text).toContain('Your code is 777777. It works for 10 minutes.')
    expect(mail?.subject).toBe('Your code')
  })

  test('a code that has ended meanwhile is not sent', async () => {
    const person = world.person()
    const release = await world.hold()
    const { secretId } = await tell(world, person, codeRequested)
    world.secrets.delete(String(secretId))
    await release()
    expect(await world.notices(person)).toMatchObject([
      { kind: 'M-13', state: 'withdrawn', why: 'secret-ended' },
    ])
    expect(await world.mailsTo(person.email)).toEqual([])
  })

  test('WVR-5: a voucher goes with its code, through its day, and says which fee it pays', async () => {
    const [renewal, late] = [world.person(), world.person({ language: 'es' })]
    await tell(world, renewal, voucherIssued)
    await tell(world, late, voucherIssued, { feeCode: 'LATE_RENEWAL' })
    await kit.settle()
    const [mail] = await world.mailsTo(renewal.email)
    expect(mail?.text).toContain(
      `Voucher RENEW-${code} pays the certification renewal fee through Saturday, October 2, 2027.`,
    )
    const [vale] = await world.mailsTo(late.email)
    expect(vale?.text).toContain(
      `El vale RENEW-${code} paga el recargo por renovación tardía hasta`,
    )
  })

  test('a voucher that payments does not know any more is not announced', async () => {
    const person = world.person()
    const release = await world.hold()
    const { voucherId } = await tell(world, person, voucherIssued)
    world.vouchers.delete(String(voucherId))
    await release()
    expect(await onlyOf(person)).toMatchObject({ state: 'withdrawn', why: 'secret-ended' })
  })

  test('while payments does not answer a voucher waits, and it goes when payments is back', async () => {
    const person = world.person()
    const back = world.payments.answer('POST /voucher-codes', () => ({ status: 503 }))
    await tell(world, person, voucherIssued)
    await expect.poll(() => world.payments.requests.length).toBeGreaterThan(0)
    expect((await onlyOf(person)).state).toBe('queued')
    back()
    await kit.waitFor('notice.sent', (event) => event.key === person.accountId)
    expect((await onlyOf(person)).state).toBe('sent')
  })
})

describe('who may read a code afterwards', () => {
  const paragraphs = async (path: string, token: string) =>
    (await kit.client.get(path, { token })).body.paragraphs.join(' ') as string

  test('the holder of a voucher finds its code under Messages; staff do not', async () => {
    const { person, token } = await world.signedIn()
    await tell(world, person, voucherIssued)
    await kit.settle()
    const { id } = await onlyOf(person)
    expect(await paragraphs(`/me/messages/${id}`, token)).toContain(`Voucher RENEW-${code} pays`)
    const shown = await paragraphs(`/staff/messages/${id}`, await world.staff('finance'))
    expect(shown).toContain('Voucher •••••• pays')
    expect(shown).not.toContain(code)
  })

  test('a code for signing in is shown to nobody again', async () => {
    const { person, token } = await world.signedIn()
    await tell(world, person, codeRequested)
    await kit.settle()
    const { id } = await onlyOf(person)
    for (const [path, reader] of [
      [`/me/messages/${id}`, token],
      [`/staff/messages/${id}`, await world.staff()],
    ] as const)
      expect(await paragraphs(path, reader)).toContain('Your code is ••••••.')
  })

  test('when payments does not answer, a message is shown without its code rather than not at all', async () => {
    const { person, token } = await world.signedIn()
    await tell(world, person, voucherIssued)
    await kit.settle()
    const back = world.payments.answer('POST /voucher-codes', () => ({ status: 503 }))
    const { id } = await onlyOf(person)
    expect(await paragraphs(`/me/messages/${id}`, token)).toContain('Voucher •••••• pays')
    back()
  })
})

describe('M-16: the former address is told', () => {
  test('there, by name, and without naming the new one', async () => {
    const person = world.person({ email: 'brand-new@example.org' })
    await tell(world, person, emailChanged)
    await kit.settle()
    const mail = (await world.mailsTo(formerAddress)).at(-1)
    expect(mail?.subject).toBe('Your e-mail address was changed')
    expect(mail?.raw).not.toContain('brand-new')
    expect(await world.mailsTo('brand-new@example.org')).toEqual([])
  })

  test('also when the address on file is known to be bad', async () => {
    const person = world.person({ mailState: 'bounced' })
    await tell(world, person, emailChanged)
    await kit.settle()
    expect(await onlyOf(person)).toMatchObject({ state: 'sent' })
  })

  test('and when that one refuses the mail, the address on file is not called bad', async () => {
    const person = world.person()
    world.mail.script = ({ stage, to }) =>
      stage === 'RCPT' && to === formerAddress ? '550 unknown' : undefined
    await tell(world, person, emailChanged)
    await kit.settle()
    expect(await onlyOf(person)).toMatchObject({ state: 'bounced', code: 550 })
    const said = await kit.waitFor('notice.failed', (event) => event.key === person.accountId)
    expect(said.data).toMatchObject({ kind: 'M-16' })
    const { body } = await kit.client.get('/staff/bounces', { token: await world.staff() })
    expect(JSON.stringify(body)).not.toContain(person.accountId)
  })
})

test('SEC-2: after every mail there is, no table holds a name, an address or a code', async () => {
  const person = { legalName: 'Zyxcanary Vega', email: 'zyxcanary@example.org' }
  for (const sample of samples) await tell(world, world.person(person), sample)
  for (const kind of ['90', '60', 'expired']) await world.approaching(world.person(person), kind)
  await kit.settle()
  expect(await world.mailsTo(person.email)).toHaveLength(samples.length + 2)
  const kept = await wholeDatabase()
  expect(kept).toContain('notice: ')
  for (const canary of ['zyxcanary', 'former@', 'example.org', code])
    expect(kept.toLowerCase()).not.toContain(canary)
})
