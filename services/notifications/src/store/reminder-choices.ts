import type { Tx } from './database.ts'

/** The extra reminders come unless somebody switched them off (REN-18). */
export async function wantsReminders(tx: Tx, accountId: string): Promise<boolean> {
  const row = await tx.reminderChoice.findUnique({ where: { accountId } })
  return row?.wanted ?? true
}

/** False when it was so already. */
export async function chooseReminders(
  tx: Tx,
  accountId: string,
  wanted: boolean,
  at: Date,
): Promise<boolean> {
  const changed = await tx.$executeRaw`
    insert into reminder_choice as choice (account_id, wanted, changed_at)
    select ${accountId}::uuid, ${wanted}, ${at}::timestamptz
    where not ${wanted} or exists (
      select from reminder_choice where account_id = ${accountId}::uuid)
    on conflict (account_id) do update
    set wanted = excluded.wanted, changed_at = excluded.changed_at
    where choice.wanted <> excluded.wanted`
  return changed > 0
}
