import type { Prisma } from '../../prisma/client/client.ts'
import { fromDateOrNull, type Tx } from './database.ts'

const whole = {
  payment: true,
  signature: true,
  question: true,
  refusals: { orderBy: { proposedAt: 'desc' } },
} as const satisfies Prisma.RenewalInclude

type Row = Prisma.RenewalGetPayload<{ include: typeof whole }>

export type State =
  | 'draft'
  | 'checking'
  | 'completed'
  | 'in-review'
  | 'question'
  | 'refusal-proposed'
  | 'refused'
  | 'approved'
  | 'withdrawn'

export interface SettledLine {
  readonly feeCode: string
  readonly amountCents: number
  readonly settledBy: string
}

/** A renewal with what belongs to it; days are texts. */
export type RenewalRecord = ReturnType<typeof renewalOf>

export function renewalOf(row: Row) {
  const [refusal] = row.refusals
  return {
    ...row,
    state: row.state as State,
    boxes: row.boxes as Record<string, boolean>,
    stillTrueOn: fromDateOrNull(row.stillTrueOn),
    sentOn: fromDateOrNull(row.sentOn),
    decideBy: fromDateOrNull(row.decideBy),
    completedOn: fromDateOrNull(row.completedOn),
    keepRecordsUntil: fromDateOrNull(row.keepRecordsUntil),
    payment: row.payment && {
      ...row.payment,
      lines: row.payment.lines as unknown as readonly SettledLine[],
    },
    question: row.question && {
      ...row.question,
      askedOn: fromDateOrNull(row.question.askedOn) as string,
      answerBy: fromDateOrNull(row.question.answerBy) as string,
      answeredOn: fromDateOrNull(row.question.answeredOn),
    },
    /** The latest proposal, whatever became of it. */
    refusal: refusal
      ? {
          ...refusal,
          decidedOn: fromDateOrNull(refusal.decidedOn),
          appealBy: fromDateOrNull(refusal.appealBy),
          resubmitThrough: fromDateOrNull(refusal.resubmitThrough),
        }
      : null,
  }
}

const live: readonly State[] = ['draft', 'checking', 'in-review', 'question', 'refusal-proposed']

/** What the renewals of a certification amount to in its present term. */
export interface Cycle {
  /** Being filled in, paid or reviewed. */
  readonly live: RenewalRecord | null
  /** Refused in this term; a live one may already send it again. */
  readonly refused: RenewalRecord | null
  /** The one that the present term came from. */
  readonly done: RenewalRecord | null
}

export async function findCycle(
  tx: Tx,
  certification: { readonly id: string; readonly term: number },
): Promise<Cycle> {
  const rows = await tx.renewal.findMany({
    where: {
      certificationId: certification.id,
      term: { in: [certification.term, certification.term - 1] },
    },
    include: whole,
    orderBy: { startedAt: 'desc' },
  })
  const renewals = rows.map(renewalOf)
  const now = renewals.filter(({ term }) => term === certification.term)
  return {
    live: now.find(({ state }) => live.includes(state)) ?? null,
    refused: now.find(({ state }) => state === 'refused') ?? null,
    done:
      renewals.find(
        ({ term, state }) =>
          term === certification.term - 1 && (state === 'completed' || state === 'approved'),
      ) ?? null,
  }
}

export async function find(tx: Tx, id: string): Promise<RenewalRecord | null> {
  const row = await tx.renewal.findUnique({ where: { id }, include: whole })
  return row && renewalOf(row)
}

export async function get(tx: Tx, id: string): Promise<RenewalRecord> {
  return renewalOf(await tx.renewal.findUniqueOrThrow({ where: { id }, include: whole }))
}

export async function listByFeeRequest(tx: Tx, feeRequestIds: readonly string[]) {
  const rows = await tx.renewal.findMany({
    where: { feeRequestId: { in: [...feeRequestIds] } },
    include: whole,
  })
  return rows.map(renewalOf)
}

/** Late renewals that wait for the staff, the earliest due date first. */
export async function listWaiting(tx: Tx): Promise<RenewalRecord[]> {
  const rows = await tx.renewal.findMany({
    where: { state: { in: ['in-review', 'question', 'refusal-proposed'] } },
    include: whole,
    orderBy: [{ decideBy: 'asc' }, { sentAt: 'asc' }],
  })
  return rows.map(renewalOf)
}

export interface NewDraft {
  readonly id: string
  readonly certificationId: string
  readonly accountId: string
  readonly term: number
  readonly at: Date
  /** Sends a refused form again; its payment counts for this one. */
  readonly againstId?: string
  readonly paymentId?: string | null
}

/** False when the term has a live form already. */
export async function insertDraft(tx: Tx, draft: NewDraft): Promise<boolean> {
  const { at, ...rest } = draft
  const data = { ...rest, state: 'draft', startedAt: at, savedAt: at }
  const { count } = await tx.renewal.createMany({ data: [data], skipDuplicates: true })
  return count === 1
}

/** Changes a renewal that is still in one of the states the caller saw it in; false when it moved on. */
export async function change(
  tx: Tx,
  id: string,
  from: readonly State[],
  data: Prisma.RenewalUncheckedUpdateManyInput,
): Promise<boolean> {
  const { count } = await tx.renewal.updateMany({ where: { id, state: { in: [...from] } }, data })
  return count === 1
}
