import { searchWords } from '../rules/search.ts'
import * as accounts from '../store/account.ts'
import type { Tx } from '../store/database.ts'
import { replaceWords } from '../store/search.ts'

/** Staff find somebody under what is true in the same transaction. */
export async function indexPerson(tx: Tx, accountId: string): Promise<void> {
  const account = await accounts.find(tx, accountId)
  if (!account) return
  const words = searchWords({
    legalName: account.legalName,
    formerNames: account.formerNames.map((name) => name.legalName),
    email: account.email,
    formerEmails: account.formerEmails.map((former) => former.email),
  })
  await replaceWords(tx, accountId, words)
}
