import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { addDays, type CivilDate } from '@peercert/chassis/civil-date'
import { createPool } from '@peercert/chassis/database'

/** A service's own database in the folder of a running system, opened as that service opens it. */
export function openDatabase(data: string, service: string): ReturnType<typeof createPool> {
  const { secrets } = JSON.parse(readFileSync(join(data, 'peercert.json'), 'utf8')) as {
    secrets: Record<string, string>
  }
  const port = readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3]
  const name = service.replaceAll('-', '_')
  return createPool(`postgresql://${name}:${secrets[`database.${name}`]}@127.0.0.1:${port}/${name}`)
}

/** Waiver programs are dated rows of the payments service (WVR-2); this one has begun and runs for a while. */
export async function openProgram(
  data: string,
  code: string,
  { feeCode, day }: { readonly feeCode: string; readonly day: CivilDate },
): Promise<void> {
  const [from, until] = [addDays(day, -30), addDays(day, 300)]
  await inPayments(
    data,
    'insert into voucher_program (code, from_day, fee_codes, opens_on, redeem_until) values ($1, $2, $3, $2, $4)',
    [code, from, `{${feeCode}}`, until],
  )
}

/** Over since the day before, earlier than its vouchers say. */
export async function closeProgram(data: string, code: string, day: CivilDate): Promise<void> {
  await inPayments(
    data,
    `insert into voucher_program (code, from_day, fee_codes, opens_on, redeem_until)
     select code, $2, fee_codes, opens_on, $3 from voucher_program where code = $1`,
    [code, day, addDays(day, -1)],
  )
}

async function inPayments(data: string, sql: string, values: unknown[]): Promise<void> {
  const pool = openDatabase(data, 'payments')
  await pool.query(sql, values)
  await pool.end()
}
