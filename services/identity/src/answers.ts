/** How rows look on the wire; several operations answer the same shapes. */
import type { components } from '@peercert/contracts/identity'
import type { Account } from './store/account.ts'
import type { Row as HistoryRow } from './store/history.ts'
import type { Join } from './store/join.ts'
import type { Lockout } from './store/lockout.ts'
import { homeOf } from './store/profile.ts'

type Schemas = components['schemas']
type Language = 'en' | 'es'
type MailState = 'ok' | 'bounced'

/** Languages and mail states are written by our own code alone. */
export function known(account: { language: string; mailState: string }) {
  return { language: account.language as Language, mailState: account.mailState as MailState }
}

export function signedIn(account: Account, joined: boolean): Schemas['SignedIn'] {
  return {
    accountId: account.id,
    joined,
    certificationNumber: account.certifications[0]?.number ?? null,
    legalName: account.legalName,
    email: account.email,
    ...known(account),
  }
}

export function profile(account: Account): Schemas['Profile'] {
  return {
    accountId: account.id,
    legalName: account.legalName,
    email: account.email,
    phone: account.phone,
    address: homeOf(account.address),
    county: account.county,
    version: account.version,
    savedAt: account.savedAt.toISOString(),
    ...known(account),
  }
}

export function person(account: Account, looks: readonly HistoryRow[]): Schemas['Person'] {
  return {
    accountId: account.id,
    legalName: account.legalName,
    formerNames: account.formerNames.map((name) => name.legalName),
    email: account.email,
    formerEmails: account.formerEmails.map((former) => former.email),
    county: account.county,
    signIns: account.signIns.map((signIn) => ({ since: signIn.since.toISOString() })),
    looks: looks.map(look),
    ...known(account),
  }
}

function look(row: HistoryRow): Schemas['Person']['looks'][number] {
  return {
    at: row.at.toISOString(),
    by: row.actorSubject ?? '',
    ...(row.actorRole && { role: row.actorRole }),
    what: row.code === 'contact.revealed' ? 'contact' : 'file',
    ...(row.reason && { why: row.reason }),
  }
}

export function lockout(row: Lockout): Schemas['Lockout'] {
  return {
    lockoutId: row.id,
    name: row.name,
    ...(row.certificationNumber && { certificationNumber: row.certificationNumber }),
    contact: row.contact,
    ...(row.language && { language: row.language as Language }),
    reportedAt: row.reportedAt.toISOString(),
    state: row.state as 'open' | 'closed',
    origin: row.origin as 'report' | 'mismatch',
    ...(row.accountId && { accountId: row.accountId }),
  }
}

export function join(row: Join, legalName: string): Schemas['Join'] {
  return {
    joinId: row.id,
    certificationNumber: row.certificationNumber,
    accountId: row.accountId,
    legalName,
    signInName: row.signInName,
    signInEmail: row.signInEmail,
    checkList: row.checkList as Schemas['CheckList'],
    ...(row.otherLogIns && { otherLogIns: row.otherLogIns as 'keep' | 'remove' }),
    reason: row.reason,
    proposedBy: row.proposedBy,
    proposedAt: row.proposedAt.toISOString(),
    state: row.state as Schemas['Join']['state'],
    ...(row.decidedBy && { decidedBy: row.decidedBy }),
  }
}
