import { randomUUID } from 'node:crypto'
import type { Person, World } from './kit.ts'

/** One fact as its service tells it, the mail it becomes, and that mail's subject. */
export interface Sample {
  readonly fact: string
  readonly from: 'applications' | 'payments' | 'identity'
  readonly kind: string
  readonly subject: string
  readonly data: (person: Person) => Record<string, unknown>
  /** What must be there when the mail is sent. */
  readonly prepare?: (world: World, data: Record<string, unknown>) => void
}

const verificationUrl = 'https://verify.example/c/1'
const renewal = ({ certificationId, number }: Person) => ({
  renewalId: randomUUID(),
  certificationId,
  number,
})
const payment = () => ({
  paymentId: randomUUID(),
  feeRequestId: randomUUID(),
  matterId: randomUUID(),
  stampedAt: '2026-10-02T13:00:00Z',
})
const term = { term: 2, previousExpiresOn: '2026-12-31', expiresOn: '2028-12-31' }

export const code = '482913'
export const formerAddress = 'former@example.org'

export const receipt: Sample = {
  fact: 'payment.completed',
  from: 'payments',
  kind: 'M-7',
  subject: 'Receipt R-2026-004417: $80.00',
  data: ({ number }) => ({
    ...payment(),
    matterKind: 'renewal',
    certificationNumber: number,
    paidOn: '2026-10-02',
    totalCents: 8000,
    lines: [{ feeCode: 'RENEWAL', amountCents: 8000, settledBy: 'card' }],
    cardLast4: '4242',
    receiptId: randomUUID(),
    receiptNumber: 'R-2026-004417',
  }),
}

export const renewed: Sample = {
  fact: 'renewal.completed',
  from: 'applications',
  kind: 'M-6',
  subject: 'Your certification is renewed',
  data: (person) => ({
    ...renewal(person),
    ...term,
    renewedOn: '2026-10-02',
    keepRecordsUntil: '2028-10-02',
    verificationUrl,
  }),
}

export const codeRequested: Sample = {
  fact: 'account.code-requested',
  from: 'identity',
  kind: 'M-13',
  subject: 'Your code',
  data: () => ({ secretId: randomUUID() }),
  prepare: (world, data) => world.secrets.set(String(data.secretId), { code }),
}

export const voucherIssued: Sample = {
  fact: 'voucher.issued',
  from: 'payments',
  kind: 'M-14',
  subject: 'You have a voucher',
  data: () => ({ voucherId: randomUUID(), feeCode: 'RENEWAL', expiresOn: '2027-10-02' }),
  prepare: (world, data) => world.vouchers.set(String(data.voucherId), `RENEW-${code}`),
}

export const emailChanged: Sample = {
  fact: 'account.email-changed',
  from: 'identity',
  kind: 'M-16',
  subject: 'Your e-mail address was changed',
  data: () => ({ changeId: randomUUID() }),
  prepare: (world, data) => world.secrets.set(String(data.changeId), { email: formerAddress }),
}

export const failed: Sample = {
  fact: 'payment.still-unpaid',
  from: 'payments',
  kind: 'M-10',
  subject: 'Your renewal payment did not go through',
  data: () => {
    const { feeRequestId, matterId } = payment()
    return { feeRequestId, matterId, totalCents: 8000, failedOn: '2026-10-02' }
  },
}

/** Every fact that becomes a mail, but for the reminders. */
export const samples: readonly Sample[] = [
  renewed,
  receipt,
  {
    fact: 'renewal.late-submitted',
    from: 'applications',
    kind: 'M-8',
    subject: 'We received your late renewal',
    data: (person) => ({
      ...renewal(person),
      submittedOn: '2026-10-02',
      decideBy: '2026-11-01',
      totalCents: 16_000,
      again: false,
    }),
  },
  {
    fact: 'renewal.late-approved',
    from: 'applications',
    kind: 'M-9',
    subject: 'Your late renewal is approved',
    data: (person) => ({
      ...renewal(person),
      ...term,
      activeFrom: '2026-10-02',
      keepRecordsUntil: '2028-10-02',
      verificationUrl,
    }),
  },
  {
    fact: 'renewal.late-refused',
    from: 'applications',
    kind: 'M-9',
    subject: 'Decision about your late renewal',
    data: (person) => ({
      ...renewal(person),
      decidedOn: '2026-10-02',
      resubmitThrough: '2026-12-31',
      appealBy: '2026-11-01',
      code: 'OTHER',
    }),
  },
  failed,
  {
    fact: 'payment.check-delayed',
    from: 'payments',
    kind: 'M-11',
    subject: 'We are checking your payment',
    data: () => ({ ...payment(), totalCents: 8000 }),
  },
  codeRequested,
  voucherIssued,
  {
    fact: 'renewal.question-asked',
    from: 'applications',
    kind: 'M-15',
    subject: 'We have a question about your late renewal',
    data: (person) => ({ ...renewal(person), answerBy: '2026-10-12' }),
  },
  emailChanged,
]

/** Tells it of this person; answers what was told, to tell it again. */
export async function tell(world: World, person: Person, sample: Sample, change: object = {}) {
  const data: Record<string, unknown> = { ...sample.data(person), ...change }
  sample.prepare?.(world, data)
  await tellAgain(world, person, sample, data)
  return data
}

export function tellAgain(world: World, { accountId }: Person, sample: Sample, data: object) {
  const from = {
    applications: world.fromApplications,
    payments: world.fromPayments,
    identity: world.fromIdentity,
  }
  return from[sample.from](sample.fact, accountId, data)
}
