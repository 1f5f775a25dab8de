import type { Notice } from '../../prisma/client/client.ts'
import type { Tx } from './database.ts'
import { idsOf } from './new-notices.ts'

export type NoticeRow = Notice

/** Never sent and never to be: of interest to staff only. */
const unseen = ['withdrawn', 'superseded']

const newestFirst = [{ createdAt: 'desc' }, { id: 'desc' }] as const

/** By the only index; the column decides. */
const of = (accountId: string) => {
  const { from, to } = idsOf(accountId)
  return { id: { gte: from, lte: to }, accountId }
}

/** What the person finds under Messages, newest first. */
export function noticesForPerson(tx: Tx, accountId: string): Promise<NoticeRow[]> {
  return tx.notice.findMany({
    where: { ...of(accountId), state: { notIn: unseen } },
    orderBy: [...newestFirst],
  })
}

export function allNotices(tx: Tx, accountId: string): Promise<NoticeRow[]> {
  return tx.notice.findMany({ where: of(accountId), orderBy: [...newestFirst] })
}

/** Nothing when it is somebody else's. */
export async function findOwnNotice(
  tx: Tx,
  id: string,
  accountId: string,
): Promise<NoticeRow | undefined> {
  const row = await tx.notice.findFirst({ where: { id, accountId, state: { notIn: unseen } } })
  return row ?? undefined
}

export async function findNotice(tx: Tx, id: string): Promise<NoticeRow | undefined> {
  return (await tx.notice.findUnique({ where: { id } })) ?? undefined
}

/** False when it was read before. */
export async function markRead(tx: Tx, id: string, readAt: Date): Promise<boolean> {
  const { count } = await tx.notice.updateMany({ where: { id, readAt: null }, data: { readAt } })
  return count === 1
}

/** What the server took and another server sent back. False when it was not out, or known already. */
export async function markBounced(
  tx: Tx,
  id: string,
  { code, at }: { code: number; at: Date },
): Promise<boolean> {
  const { count } = await tx.notice.updateMany({
    where: { id, state: 'sent' },
    data: { state: 'bounced', code, outcomeAt: at },
  })
  return count === 1
}

/** Of a copy: written before it is sent, because it repeats what the original said. */
export async function prepareCopy(tx: Tx, id: string, original: NoticeRow): Promise<NoticeRow> {
  return tx.notice.update({
    where: { id },
    data: { copyOf: original.id, language: original.language, drafted: original.drafted },
  })
}
