import { randomUUID } from 'node:crypto'
import { House } from './house.ts'
import type { Run } from './scenarios.ts'

/** Half an hour before midnight in California, when UTC has begun the next year. */
const lastEvening = '2027-01-01T07:30:00.000Z'
const lastDay = '2026-12-31'

/** Somebody whose sign-in is known to payments. */
async function somebody(house: House) {
  const [accountId, subject] = [randomUUID(), randomUUID()]
  const linked = { accountId, realm: 'peers', subject }
  const { rows } = await house.pool.query('select from inbox')
  await house.hear('identity', 'account.linked', accountId, linked)
  await house.until(`select count(*) > ${rows.length} from inbox`)
  return { accountId, token: await house.peer(subject) }
}

async function issue(house: House, accountId: string, key?: string) {
  const body = { program: 'RENEWAL-2026', feeCode: 'RENEWAL', reason: 'drill', expiresOn: lastDay }
  const path = `POST /staff/accounts/${accountId}/vouchers`
  return house.ask(await house.staff('finance'), path, body, key)
}

async function owe(house: House, accountId: string): Promise<string> {
  const id = randomUUID()
  const { status, body } = await house.ask(
    await house.service('applications'),
    `PUT /fee-requests/${id}`,
    {
      accountId,
      matter: { kind: 'renewal', id: randomUUID(), certificationNumber: 'CMPSS-000318' },
      fees: [{ feeCode: 'RENEWAL', dueFrom: '2026-10-02T07:00:00.000Z' }],
    },
  )
  if (status !== 200) throw new Error(`no fee request: ${JSON.stringify(body)}`)
  return id
}

const inHouse =
  (service: 'payments' | 'notifications', scenario: (house: House) => Promise<string[]>): Run =>
  async (adminUrl, database) => {
    const house = await House.open(adminUrl, database, { service, now: lastEvening })
    try {
      await house.start()
      return await scenario(house)
    } finally {
      await house.close()
    }
  }

export const houseScenarios: Readonly<Record<string, Run>> = {
  'killed before the answer is kept': inHouse('payments', async (house) => {
    const { accountId } = await somebody(house)
    const key = randomUUID()
    await house.arm({ point: 'api.after-idempotency-row', of: 'issueVoucher', action: 'kill' })
    await issue(house, accountId, key)
    await house.die()
    await house.start()
    const { status } = await issue(house, accountId, key)
    const { rows } = await house.pool.query('select id from voucher')
    return [
      ...(status === 201 ? [] : [`the same request again was answered ${status}`]),
      ...(rows.length === 1 ? [] : [`one request made ${rows.length} vouchers`]),
    ]
  }),

  'one voucher for six payments at once': inHouse('payments', async (house) => {
    const wrongs: string[] = []
    for (let round = 0; round < 3; round += 1) {
      const { accountId, token } = await somebody(house)
      const { body } = await issue(house, accountId)
      const owed = await Promise.all(Array.from({ length: 6 }, () => owe(house, accountId)))
      const press = (id: string) =>
        house.ask(token, `POST /fee-requests/${id}/payments`, {
          shownTotalCents: 0,
          voucher: { voucherId: body.voucherId },
        })
      const answers = await Promise.all(owed.map(press))
      const settled = answers.filter(({ status }) => status === 200).length
      const broken = answers.filter(({ status }) => status >= 500).length
      if (settled !== 1) wrongs.push(`one voucher settled ${settled} payments`)
      if (broken > 0) wrongs.push(`${broken} presses were answered with a 5xx`)
    }
    return wrongs
  }),

  'paid in the last half hour': inHouse('payments', async (house) => {
    const { accountId, token } = await somebody(house)
    const issued = await issue(house, accountId)
    if (issued.status !== 201) return [`a voucher for today was answered ${issued.status}`]
    const path = `POST /fee-requests/${await owe(house, accountId)}/payments`
    const voucher = { voucherId: issued.body.voucherId as string }
    const paid = await house.ask(token, path, { shownTotalCents: 0, voucher })
    if (paid.status !== 200) return [`on its last day the voucher was answered ${paid.status}`]
    const { rows } = await house.pool.query<{ on: string }>(
      'select paid_on::text as on from receipt',
    )
    return rows[0]?.on === lastDay
      ? []
      : [`paid on ${lastDay}, and the receipt says ${rows[0]?.on}`]
  }),

  'killed with the notice uncommitted': inHouse('notifications', async (house) => {
    const [accountId, paymentId] = [randomUUID(), randomUUID()]
    await house.arm({ point: 'consumer.after-effect', of: 'notifications', action: 'kill' })
    await house.hear('payments', 'payment.completed', accountId, {
      paymentId,
      accountId,
      feeRequestId: randomUUID(),
      matterId: randomUUID(),
      matterKind: 'renewal',
      certificationNumber: 'CMPSS-000318',
      stampedAt: lastEvening,
      lines: [{ feeCode: 'RENEWAL', amountCents: 8_000, settledBy: 'card' }],
      totalCents: 8_000,
      receiptId: randomUUID(),
      receiptNumber: 'R-2026-000001',
      cardLast4: '4242',
      paidOn: lastDay,
    })
    await house.die()
    await house.start()
    const sent = await house.until(`select exists (select from notice where state = 'sent')`)
    const mails = await house.mail.messages()
    return [
      ...(sent ? [] : ['1 notice lost']),
      ...(mails.length === 1 ? [] : [`one notice, and ${mails.length} mails`]),
    ]
  }),
}
