import { civilDate, fromDbDate, toDbDate } from '@peercert/chassis/civil-date'
import type { Reader } from './database.ts'

export interface Program {
  readonly code: string
  readonly feeCodes: readonly string[]
  readonly opensOn: string
  readonly redeemUntil: string
}

/** The row of each program in force on a day: the latest that has begun. */
export async function listOn(db: Reader, on: string): Promise<Program[]> {
  const rows = await db.voucherProgram.findMany({
    where: { fromDay: { lte: toDbDate(civilDate(on)) } },
    orderBy: [{ code: 'asc' }, { fromDay: 'desc' }],
    distinct: ['code'],
  })
  return rows.map(({ code, feeCodes, opensOn, redeemUntil }) => ({
    code,
    feeCodes,
    opensOn: fromDbDate(opensOn),
    redeemUntil: fromDbDate(redeemUntil),
  }))
}

/** Until when each program redeems, as it stands on a day. */
export async function endsOn(db: Reader, on: string): Promise<Map<string, string>> {
  return new Map((await listOn(db, on)).map(({ code, redeemUntil }) => [code, redeemUntil]))
}
