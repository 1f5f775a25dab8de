import { toDate, type Tx } from './database.ts'
import { change } from './renewals.ts'

const open = ['in-review', 'question'] as const

/** Nobody, or somebody, has the case; false when it is closed. */
export function setTaker(
  tx: Tx,
  renewalId: string,
  takenBy: string | null,
  at: Date,
): Promise<boolean> {
  return change(tx, renewalId, [...open, 'refusal-proposed'], {
    takenBy,
    takenAt: takenBy === null ? null : at,
  })
}

export interface NewQuestion {
  readonly renewalId: string
  readonly en: string
  readonly es: string
  readonly askedBy: string
  readonly askedOn: string
  readonly answerBy: string
}

export async function ask(tx: Tx, question: NewQuestion): Promise<void> {
  const { askedOn, answerBy, ...rest } = question
  await tx.question.create({
    data: { ...rest, askedOn: toDate(askedOn), answerBy: toDate(answerBy) },
  })
  await change(tx, question.renewalId, ['in-review'], {
    state: 'question',
    version: { increment: 1 },
  })
}

export async function answer(
  tx: Tx,
  given: { renewalId: string; text: string; day: string },
): Promise<void> {
  await tx.question.update({
    where: { renewalId: given.renewalId },
    data: { answer: given.text, answeredOn: toDate(given.day) },
  })
  await change(tx, given.renewalId, ['question'], {
    state: 'in-review',
    version: { increment: 1 },
  })
}

export interface Proposal {
  readonly id: string
  readonly renewalId: string
  readonly code: string
  readonly en: string
  readonly es: string
  readonly proposedBy: string
  readonly proposedAt: Date
}

export async function propose(tx: Tx, proposal: Proposal): Promise<void> {
  await tx.refusal.create({ data: { ...proposal, state: 'proposed' } })
  await change(tx, proposal.renewalId, [...open], {
    state: 'refusal-proposed',
    takenBy: null,
    takenAt: null,
  })
}

export interface Agreement {
  readonly decidedBy: string
  readonly decidedOn: string
  readonly appealBy: string
  readonly resubmitThrough: string
}

export async function agree(
  tx: Tx,
  refusal: { id: string; renewalId: string },
  agreement: Agreement,
): Promise<void> {
  await tx.refusal.update({
    where: { id: refusal.id },
    data: {
      state: 'agreed',
      decidedBy: agreement.decidedBy,
      decidedOn: toDate(agreement.decidedOn),
      appealBy: toDate(agreement.appealBy),
      resubmitThrough: toDate(agreement.resubmitThrough),
    },
  })
  await change(tx, refusal.renewalId, ['refusal-proposed'], {
    state: 'refused',
    takenBy: null,
    takenAt: null,
    version: { increment: 1 },
  })
}

/** Back to the one who proposed it, as if it had not been proposed. */
export async function sendBack(
  tx: Tx,
  refusal: { id: string; renewalId: string; proposedBy: string },
  back: { decidedBy: string; state: 'in-review' | 'question'; at: Date },
): Promise<void> {
  await tx.refusal.update({
    where: { id: refusal.id },
    data: { state: 'sent-back', decidedBy: back.decidedBy },
  })
  await change(tx, refusal.renewalId, ['refusal-proposed'], {
    state: back.state,
    takenBy: refusal.proposedBy,
    takenAt: back.at,
  })
}

/** ROLE-12: a number they declared, or a person they said they know. */
export async function isBarred(
  tx: Tx,
  subject: string,
  person: { number: string; accountId: string },
): Promise<boolean> {
  const { number, accountId } = person
  const declared = await tx.declaredNumber.findUnique({
    where: { subject_number: { subject, number } },
  })
  if (declared) return true
  const known = await tx.acquaintance.findUnique({
    where: { subject_accountId: { subject, accountId } },
  })
  return known !== null
}

export async function listDeclared(tx: Tx, subject: string): Promise<string[]> {
  const rows = await tx.declaredNumber.findMany({ where: { subject }, orderBy: { number: 'asc' } })
  return rows.map((row) => row.number)
}

export async function declare(tx: Tx, subject: string, numbers: readonly string[]): Promise<void> {
  await tx.declaredNumber.deleteMany({ where: { subject, number: { notIn: [...numbers] } } })
  await tx.declaredNumber.createMany({
    data: numbers.map((number) => ({ subject, number })),
    skipDuplicates: true,
  })
}

export async function acquaint(tx: Tx, subject: string, accountId: string): Promise<void> {
  await tx.acquaintance.createMany({ data: [{ subject, accountId }], skipDuplicates: true })
}

export async function listAcquainted(tx: Tx, subject: string): Promise<Set<string>> {
  const rows = await tx.acquaintance.findMany({ where: { subject } })
  return new Set(rows.map((row) => row.accountId))
}
