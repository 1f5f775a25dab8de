import { randomUUID } from 'node:crypto'
import { api } from '@peercert/contracts/payments'
import { expect, test } from 'vitest'
import { owe, pay, somebody, voucherFor, withPayments } from './kit.ts'

interface Operation {
  operationId: string
  'x-roles': string[]
}
const paths = (api as { paths: Record<string, Record<string, Operation>> }).paths
const operations = Object.entries(paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([, operation]) => operation.operationId)
    .map(([method, operation]) => ({ path, method, ...operation })),
)

const kit = withPayments()
const reason = 'a good reason'

/** A body that fits, so that a refusal is about who asks and not about what. */
const bodies: Record<string, object> = {
  putFeeRequest: {
    accountId: randomUUID(),
    matter: { kind: 'renewal', id: randomUUID(), certificationNumber: 'CMPSS-000001' },
    fees: [{ feeCode: 'RENEWAL', dueFrom: '2026-10-02T07:00:00.000Z' }],
  },
  quote: { voucher: { code: 'ABC' } },
  pay: { shownTotalCents: 8000, confirmationToken: 'ctoken_x' },
  getVoucherCodes: { voucherIds: [] },
  issueVoucher: { program: 'RENEWAL-2026', feeCode: 'RENEWAL', reason },
  searchPayments: { text: 'R-2026-000001' },
  askProcessor: { reason },
  closeVoucherTask: { outcome: 'reached' },
  proposeRefund: { mistake: 'wrong-amount', amountCents: 1, reason },
  decideRefund: { approve: false, reason },
  publishEventsAgain: { ids: [randomUUID()] },
}

const span = { from: '2026-06-15T19:00:00Z', until: '2026-06-15T20:00:00Z' }
const queries: Record<string, Record<string, string>> = {
  getReceiptPdf: { language: 'en' },
  listEventDigests: span,
  listEventIds: { ...span, type: 'payment.completed' },
}

const roles = [
  'peer',
  'employer',
  'provider',
  'reviewer',
  'exam-coordinator',
  'finance',
  'auditor',
  'investigator',
  'panel',
  'moderator',
  'county',
  'admin',
  'service:applications',
  'service:notifications',
  'service:identity',
  'service:portal',
]
const outside = ['peer', 'employer', 'provider']

function tokenOf(role: string): Promise<string> {
  if (role.startsWith('service:')) return kit.serviceToken(role.slice(8))
  const realm = outside.includes(role) ? 'peers' : 'staff'
  return kit.token({ realm, roles: [role], subject: `some-${role}` })
}

async function call({ path, method, operationId }: (typeof operations)[number], token?: string) {
  const body = bodies[operationId]
  const query = queries[operationId]
  return kit.client[method as 'get'](
    path.replaceAll(/\{\w+\}/g, () => randomUUID()),
    {
      ...(token !== undefined && { token }),
      ...(body && { body }),
      ...(query && { query }),
    },
  )
}

test.each(operations)('$operationId: nobody without a sign-in', async (operation) => {
  const open = operation['x-roles'].includes('anyone')
  expect((await call(operation)).status).toBe(open ? 200 : 401)
})

test.each(operations)('$operationId: exactly the roles of the contract', async (operation) => {
  const allowed = operation['x-roles']
  for (const role of roles) {
    const { status } = await call(operation, await tokenOf(role))
    const mayEnter = allowed.includes('anyone') || allowed.includes(role)
    if (mayEnter) expect([200, 201, 202, 404], role).toContain(status)
    else expect(status, role).toBe(403)
  }
})

test.each(operations)('$operationId: a role counts only from its own realm', async (operation) => {
  if (operation['x-roles'].includes('anyone')) return
  for (const role of operation['x-roles'].filter((name) => !name.startsWith('service:'))) {
    const realm = outside.includes(role) ? 'staff' : 'peers'
    const { status } = await call(
      operation,
      await kit.token({ realm, roles: [role], subject: 'x' }),
    )
    expect(status, `${role} from ${realm}`).toBe(403)
  }
})

test('what belongs to somebody else answers like what does not exist, byte for byte', async () => {
  const [owner, other] = [await somebody(kit), await somebody(kit)]
  const voucher = await voucherFor(kit, owner)
  const feeRequestId = await owe(kit, owner)
  const { body: payment } = await pay(kit, owner, feeRequestId)
  const nothing = randomUUID()
  const asked = (token: string, [method, path, body]: [string, string, object?]) =>
    kit.client[method as 'get'](path, {
      token,
      ...(body && { body }),
      ...(path.endsWith('/pdf') && { query: { language: 'en' } }),
    })
  const pairs: [[string, string, object?], [string, string, object?]][] = [
    ['get', '/fee-requests/#', feeRequestId],
    ['post', '/fee-requests/#/quotes', feeRequestId, { voucher: { voucherId: voucher.voucherId } }],
    ['post', '/fee-requests/#/payments', feeRequestId, bodies.pay],
    ['get', '/payments/#', payment.paymentId],
    ['post', '/payments/#/bank-answer', payment.paymentId],
    ['get', '/receipts/#', payment.receiptId],
    ['get', '/receipts/#/pdf', payment.receiptId],
  ].map(([method, path, id, body]) => {
    const of = (which: string) =>
      [method, (path as string).replace('#', which), body] as [string, string, object?]
    return [of(id as string), of(nothing)]
  })
  for (const [theirs, none] of pairs) {
    const [hidden, missing] = [await asked(other.token, theirs), await asked(other.token, none)]
    expect(hidden.status, theirs[1]).toBe(404)
    expect(hidden.raw).toEqual(missing.raw)
    if (!theirs[1].includes('payments') && !theirs[1].includes('quotes'))
      expect((await asked(owner.token, theirs)).status, theirs[1]).toBe(200)
  }
  const own = await kit.client.get('/me/receipts', { token: other.token })
  expect(own.body.receipts).toEqual([])
})
