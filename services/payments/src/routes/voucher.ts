import { randomBytes, randomUUID } from 'node:crypto'
import { addMonths } from '@peercert/chassis/civil-date'
import { once } from '@peercert/chassis/idempotency'
import type { components } from '@peercert/contracts/payments'
import { parameterOn } from '@peercert/contracts/program'
import type { Deps, Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import {
  codeFrom,
  decideIssue,
  isOpen,
  printedCode,
  shownState,
  voucherNumber,
} from '../rules/voucher.ts'
import * as counters from '../store/counters.ts'
import { patient, type Tx } from '../store/database.ts'
import * as history from '../store/history.ts'
import * as programs from '../store/programs.ts'
import * as vouchers from '../store/vouchers.ts'
import type { VoucherFacts } from '../store/vouchers.ts'
import { staffActor } from './staff-actor.ts'

type View = components['schemas']['Voucher']
type ProgramView = components['schemas']['VoucherProgram']

export const voucherRoutes: Pick<
  Routes,
  'getVoucherCodes' | 'listVouchers' | 'issueVoucher' | 'listVoucherPrograms'
> = {
  /** For the mail that hands it over, and for nothing else. */
  async getVoucherCodes({ body }, { db, clock }) {
    const codes = await vouchers.codesOf(db, body.voucherIds, clock.today())
    return { status: 200, body: { codes } }
  },

  async listVouchers({ params }, { db, clock }) {
    const today = clock.today()
    const rows = await vouchers.listOfAccount(db, params.accountId, today)
    return { status: 200, body: { vouchers: rows.map((row) => viewOf(row, today)) } }
  },

  issueVoucher: (call, deps) =>
    deps.db.$transaction(
      (tx) =>
        once(tx, call, async () => {
          const { body, params, caller } = call
          const issue = await decide(tx, deps, body)
          const made = { ...issue, accountId: params.accountId, reason: body.reason }
          const actor = staffActor(caller, ['finance'])
          return { status: 201 as const, body: await hand(tx, deps, made, actor) }
        }),
      patient,
    ),

  async listVoucherPrograms(_call, { db, clock }) {
    const today = clock.today()
    const rows = await programs.listOn(db, today)
    const shown = rows.map((row) => ({
      ...row,
      feeCodes: row.feeCodes as ProgramView['feeCodes'],
      open: isOpen(row, today),
    }))
    return { status: 200, body: { programs: shown } }
  },
}

interface Wish {
  readonly program: string
  readonly feeCode: string
  readonly expiresOn?: string
}

async function decide(tx: Tx, { clock }: Deps, wish: Wish) {
  const today = clock.today()
  const months = parameterOn('voucher.validity.months', today)
  const decision = decideIssue({
    program: (await programs.listOn(tx, today)).find((row) => row.code === wish.program),
    feeCode: wish.feeCode,
    on: today,
    latest: addMonths(today, months),
    wished: wish.expiresOn,
  })
  if (!('refused' in decision))
    return { program: wish.program, feeCode: wish.feeCode, expiresOn: decision.expiresOn }
  const { refused, latest } = decision
  throw refuse(refused, {
    ...(latest !== undefined && {
      latest,
      errors: [{ field: '/body/expiresOn', reason: `not after ${latest}` }],
    }),
  })
}

interface Handing {
  readonly program: string
  readonly feeCode: string
  readonly expiresOn: string
  readonly accountId: string
  readonly reason: string
}

/** The number may be shown and said; the code goes by mail alone. */
async function hand(tx: Tx, deps: Deps, issue: Handing, actor: history.Actor): Promise<View> {
  const { reason, ...rest } = issue
  const code = codeFrom(randomBytes(10))
  const number = voucherNumber(await counters.next(tx, 'voucher'))
  const issuedOn = deps.clock.today()
  const voucher = { id: randomUUID(), number, ...rest, issuedOn }
  await vouchers.create(tx, { ...voucher, code, mailed: printedCode(code) })
  await history.write(tx, {
    accountId: issue.accountId,
    at: deps.clock.now(),
    code: 'voucher.issued',
    facts: { number, program: issue.program, feeCode: issue.feeCode, expiresOn: issue.expiresOn },
    actor,
    ruleIds: ['WVR-4', 'WVR-5'],
    reason,
    linkedId: voucher.id,
  })
  await deps.events.publish(tx, 'voucher.issued', issue.accountId, {
    voucherId: voucher.id,
    accountId: issue.accountId,
    feeCode: issue.feeCode as View['feeCode'],
    expiresOn: issue.expiresOn,
  })
  const free = {
    state: 'issued',
    paymentId: null,
    programUntil: issue.expiresOn,
    redeemedOn: null,
  } as const
  return viewOf({ ...voucher, ...free }, issuedOn)
}

function viewOf(voucher: VoucherFacts, on: string): View {
  return {
    voucherId: voucher.id,
    number: voucher.number,
    program: voucher.program,
    feeCode: voucher.feeCode as View['feeCode'],
    state: shownState(voucher, on),
    issuedOn: voucher.issuedOn,
    expiresOn: voucher.expiresOn,
    ...(voucher.redeemedOn && { redeemedOn: voucher.redeemedOn }),
    ...(voucher.paymentId && { paymentId: voucher.paymentId }),
  }
}
