import type { Certification } from '../../prisma/client/client.ts'
import { fromDate, fromDateOrNull, toDate, type Tx } from './database.ts'

/** A certification as the rules see it: days are texts. */
export interface Held {
  readonly id: string
  readonly accountId: string
  readonly number: string
  readonly hold: 'ACTIVE' | 'SUSPENDED' | 'REVOKED' | 'SURRENDERED'
  readonly heldSince: string | null
  readonly surrendered: boolean
  readonly firstIssuedOn: string
  readonly effectiveOn: string
  readonly expiresOn: string
  readonly term: number
  readonly certifiedName: string
  readonly county: string
  readonly verificationCode: string
}

export function heldOf(row: Certification): Held {
  return {
    ...row,
    hold: row.hold as Held['hold'],
    heldSince: fromDateOrNull(row.heldSince),
    firstIssuedOn: fromDate(row.firstIssuedOn),
    effectiveOn: fromDate(row.effectiveOn),
    expiresOn: fromDate(row.expiresOn),
  }
}

export async function findByAccount(tx: Tx, accountId: string): Promise<Held | null> {
  const row = await tx.certification.findUnique({ where: { accountId } })
  return row && heldOf(row)
}

export async function findByNumber(tx: Tx, number: string): Promise<Held | null> {
  const row = await tx.certification.findUnique({ where: { number } })
  return row && heldOf(row)
}

export async function findByCode(tx: Tx, verificationCode: string): Promise<Held | null> {
  const row = await tx.certification.findUnique({ where: { verificationCode } })
  return row && heldOf(row)
}

export async function listByIds(tx: Tx, ids: readonly string[]): Promise<Held[]> {
  const rows = await tx.certification.findMany({ where: { id: { in: [...ids] } } })
  return rows.map(heldOf)
}

export async function getById(tx: Tx, id: string): Promise<Held> {
  return heldOf(await tx.certification.findUniqueOrThrow({ where: { id } }))
}

/** Whoever changes anything about a certification waits here for the one before. */
export async function lock(tx: Tx, id: string): Promise<Held> {
  await tx.$queryRaw`select 1 from certification where id = ${id}::uuid for update`
  return getById(tx, id)
}

export async function lockAccount(tx: Tx, accountId: string): Promise<Held | null> {
  await tx.$queryRaw`select 1 from certification where account_id = ${accountId}::uuid for update`
  return findByAccount(tx, accountId)
}

export interface NewTerm {
  readonly effectiveOn: string
  readonly expiresOn: string
  readonly renewalId: string
  readonly certificateId: string
}

/** The next term with its certificate; a term can begin once only. */
export async function beginTerm(tx: Tx, held: Held, next: NewTerm): Promise<void> {
  const term = held.term + 1
  const effectiveOn = toDate(next.effectiveOn)
  const expiresOn = toDate(next.expiresOn)
  const { renewalId } = next
  await tx.term.create({
    data: { certificationId: held.id, term, effectiveOn, expiresOn, renewalId },
  })
  await tx.certificate.create({
    data: {
      id: next.certificateId,
      certificationId: held.id,
      term,
      certifiedName: held.certifiedName,
      effectiveOn,
      expiresOn,
    },
  })
  await tx.certification.update({
    where: { id: held.id },
    data: { term, effectiveOn, expiresOn },
  })
}

export async function setHold(
  tx: Tx,
  id: string,
  hold: Held['hold'],
  heldSince: string | null,
): Promise<void> {
  await tx.certification.update({
    where: { id },
    data: { hold, heldSince: heldSince && toDate(heldSince) },
  })
}

export interface CertificateRecord {
  readonly id: string
  readonly certificationId: string
  readonly term: number
  readonly certifiedName: string
  readonly effectiveOn: string
  readonly expiresOn: string
}

/** Newest first. */
export async function listCertificates(tx: Tx, certificationId: string) {
  const rows = await tx.certificate.findMany({
    where: { certificationId },
    orderBy: { term: 'desc' },
  })
  return rows.map(certificateOf)
}

export async function findCertificate(tx: Tx, id: string): Promise<CertificateRecord | null> {
  const row = await tx.certificate.findUnique({ where: { id } })
  return row && certificateOf(row)
}

function certificateOf(row: {
  id: string
  certificationId: string
  term: number
  certifiedName: string
  effectiveOn: Date
  expiresOn: Date
}): CertificateRecord {
  return { ...row, effectiveOn: fromDate(row.effectiveOn), expiresOn: fromDate(row.expiresOn) }
}
