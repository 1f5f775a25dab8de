import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Deps, Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { addressOf } from '../smtp/address.ts'
import { traits, type Kind } from '../rules/notice-kind.ts'
import { rawBodyOf } from '../raw-body.ts'
import { noteBounce } from '../store/bounces.ts'
import { keepLine } from '../store/history.ts'
import { findNotice, markBounced, type NoticeRow } from '../store/notices.ts'

const idOf = /^<?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@/i

export const bounceRoutes: Pick<Routes, 'receiveBounce'> = {
  /** A server took it, and another one sent it back. Told twice, it counts once. */
  async receiveBounce({ body, headers, request }, deps) {
    if (!isSigned(rawBodyOf(request), headers['x-signature'], deps.secrets.bounce))
      throw refuse('signature-refused')
    const id = idOf.exec(body.messageId)?.[1]
    const notice = id && (await findNotice(deps.db, id))
    if (notice) await returned(deps, notice, { to: body.to, code: body.code })
    return { status: 202 }
  },
}

function isSigned(raw: Buffer | undefined, signature: string, secret: string): boolean {
  if (!raw) return false
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(raw).digest('hex')}`)
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

async function returned(
  deps: Deps,
  notice: NoticeRow,
  { to, code }: { to: string; code: number },
): Promise<void> {
  const { db, clock, events, signals, identity } = deps
  const contacts = await identity.contactsOf([notice.accountId])
  const contact = contacts.get(notice.accountId)
  // The person may have another address by now; that one is not bad.
  const isOnFile = contact !== undefined && sameAddress(contact.email, to)
  const bad = isOnFile && traits[notice.kind as Kind].secret !== 'former-address'
  const fact = bad ? 'notice.bounced' : 'notice.failed'
  const at = clock.now()
  await db.$transaction(async (tx) => {
    if (!(await markBounced(tx, notice.id, { code, at }))) return
    const { accountId, kind, subjectId } = notice
    if (bad) await noteBounce(tx, accountId, at)
    await keepLine(tx, {
      accountId,
      at,
      code: 'mail.came-back',
      facts: { kind, code, addressOnFile: bad },
      actor: { kind: 'system' },
      ruleIds: ['NOT-5'],
      linkedId: notice.id,
    })
    const data = { noticeId: notice.id, accountId, kind, subjectId }
    await events.publish(tx, fact, accountId, data)
  })
  signals.emit('account', notice.accountId)
  signals.emit('work', fact)
}

function sameAddress(a: string, b: string): boolean {
  return addressOf(a)?.toLowerCase() === addressOf(b)?.toLowerCase()
}
