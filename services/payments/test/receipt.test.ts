import { inflateSync } from 'node:zlib'
import { events as identityEvents } from '@peercert/contracts/identity'
import { expect, test } from 'vitest'
import { owe, pay, secrets, somebody, voucherFor, withPayments } from './kit.ts'

const kit = withPayments()

test('PAY-9: every payment has its receipt on the dashboard, newest first, $0.00 ones too', async () => {
  const person = await somebody(kit)
  const voucher = await voucherFor(kit, person)
  const byCard = await pay(kit, person, await owe(kit, person))
  kit.clock.moveTo(new Date('2026-11-12T20:00:00.000Z'))
  const byVoucher = await pay(kit, person, await owe(kit, person), {
    shown: 0,
    card: null,
    voucher: { voucherId: voucher.voucherId },
  })
  const { body } = await kit.client.get('/me/receipts', { token: person.token })
  expect(body.receipts).toMatchObject([
    { number: byVoucher.body.receiptNumber, totalCents: 0, paidOn: '2026-11-12' },
    {
      number: byCard.body.receiptNumber,
      totalCents: 8000,
      paidOn: '2026-11-10',
      certificationNumber: 'CMPSS-000318',
      card: { brand: 'visa', last4: '4242' },
    },
  ])
  expect(body.receipts[0].card).toBeUndefined()
})

test('a receipt of somebody else is not there; staff may see it', async () => {
  const [person, other] = [await somebody(kit), await somebody(kit)]
  const { body } = await pay(kit, person, await owe(kit, person))
  const path = `/receipts/${body.receiptId}`
  expect((await kit.client.get(path, { token: other.token })).status).toBe(404)
  const pdf = { token: other.token, query: { language: 'en' } }
  expect((await kit.client.get(`${path}/pdf`, pdf)).status).toBe(404)
  expect((await kit.client.get(path, { token: person.token })).body.number).toBe(body.receiptNumber)
  expect((await kit.client.get(path, { token: await kit.staff('reviewer') })).status).toBe(200)
})

test('somebody whose sign-in belongs to no account has no receipts', async () => {
  const { body } = await kit.client.get('/me/receipts', {
    token: await kit.token({ subject: 'stranger' }),
  })
  expect(body).toEqual({ receipts: [] })
})

test.each([
  ['en', 'en-US', 'Receipt'],
  ['es', 'es-US', 'Recibo'],
])('the PDF is tagged, titled, on one page of letter, in %s', async (language, lang, title) => {
  const person = await somebody(kit)
  const paid = await pay(kit, person, await owe(kit, person))
  const reply = await kit.client.get(`/receipts/${paid.body.receiptId}/pdf`, {
    token: person.token,
    query: { language },
  })
  expect(reply.status).toBe(200)
  expect(reply.headers['content-type']).toBe('application/pdf')
  expect(reply.headers['content-disposition']).toBe(
    `attachment; filename="receipt-${paid.body.receiptNumber}.pdf"`,
  )
  const text = reply.raw.toString('latin1')
  expect(text).toContain('%PDF-1.7')
  expect(text).toContain('/Marked true')
  expect(text).toContain(`/Lang (${lang})`)
  expect(text).toContain('/MediaBox [0 0 612 792]')
  expect(text.match(/\/Type \/Page\b[^s]/g)).toHaveLength(1)
  expect(text).toMatch(/\/S \/H1/)
  expect(text).toContain(`${title} ${paid.body.receiptNumber}`)
  expect(streams(reply.raw).length).toBeGreaterThan(0)
})

test('the name is asked of identity at that moment; when identity is silent there is no PDF', async () => {
  const person = await somebody(kit)
  const paid = await pay(kit, person, await owe(kit, person))
  const get = () =>
    kit.client.get(`/receipts/${paid.body.receiptId}/pdf`, {
      token: person.token,
      query: { language: 'es' },
    })
  await get()
  expect(kit.identity.requests.at(-1)?.body).toEqual({ accountIds: [person.accountId] })
  kit.identity.answer('POST /contacts', () => ({ status: 500 }))
  expect((await get()).status).toBe(503)
  kit.identity.answer('POST /contacts', () => ({ status: 200, body: { contacts: [] } }))
  expect((await get()).status).toBe(404)
  const rows = await kit.deps.db
    .$queryRaw`select * from receipt where account_id = ${person.accountId}::uuid`
  expect(JSON.stringify(rows)).not.toContain(secrets.name)
})

test('a sign-in that moves to another account takes its view along', async () => {
  const [person, other] = [await somebody(kit), await somebody(kit)]
  await pay(kit, person, await owe(kit, person))
  const link = { accountId: person.accountId, realm: 'peers', subject: other.subject }
  await kit.deliver(identityEvents, 'account.linked', person.accountId, link)
  const seen = async () =>
    (await kit.client.get('/me/receipts', { token: other.token })).body.receipts
  expect(await seen()).toHaveLength(1)
  // The old link's end comes late and must not undo the new one.
  const old = { accountId: other.accountId, realm: 'peers', subject: other.subject }
  await kit.deliver(identityEvents, 'account.unlinked', other.accountId, old)
  expect(await seen()).toHaveLength(1)
  await kit.deliver(identityEvents, 'account.unlinked', person.accountId, link)
  expect(await seen()).toEqual([])
  // A fact that was lost and comes late must not undo what was said after it.
  await kit.repeat('account.linked', person.accountId)
  expect(await seen()).toEqual([])
})

/** The page's own drawing, unpacked: proof that the file can be read at all. */
function streams(pdf: Buffer): Buffer[] {
  const found: Buffer[] = []
  for (let at = pdf.indexOf('stream\n'); at > 0; at = pdf.indexOf('stream\n', at + 7)) {
    const end = pdf.indexOf('\nendstream', at)
    if (end < 0) break
    try {
      found.push(inflateSync(pdf.subarray(at + 7, end)))
    } catch {
      // Not every stream is packed.
    }
  }
  return found
}
