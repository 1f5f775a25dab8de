import type { CivilDate } from '@peercert/chassis/civil-date'
import type { Clock } from '@peercert/chassis/clock'
import { attestationId, type Numbers, numbersOn, textOn } from '../program.ts'
import type { Draft } from '../rules/draft.ts'
import type { RenewalFacts } from '../rules/renewal.ts'
import type { SigningTerms } from '../rules/signature.ts'
import { isLate } from '../rules/window.ts'
import { findByAccount, type Held } from '../store/certifications.ts'
import type { Tx } from '../store/database.ts'
import { type Cycle, findCycle, type RenewalRecord } from '../store/renewals.ts'
import { findAccount } from '../store/sign-ins.ts'

/** A certification with the renewals of its present term, at one moment of program time. */
export interface Holder {
  readonly held: Held
  readonly cycle: Cycle
  readonly now: Date
  readonly day: CivilDate
  readonly numbers: Numbers
}

export async function holderOf(tx: Tx, held: Held, clock: Clock): Promise<Holder> {
  const day = clock.today()
  const cycle = await findCycle(tx, held)
  return { held, cycle, now: clock.now(), day, numbers: numbersOn(day) }
}

export async function findHolder(tx: Tx, accountId: string, clock: Clock): Promise<Holder | null> {
  const held = await findByAccount(tx, accountId)
  return held && holderOf(tx, held, clock)
}

export async function findHolderOf(
  tx: Tx,
  subject: string,
  clock: Clock,
): Promise<{ accountId: string | null; holder: Holder | null }> {
  const accountId = await findAccount(tx, subject)
  return { accountId, holder: accountId ? await findHolder(tx, accountId, clock) : null }
}

export function renewalFactsOf({ held, cycle }: Holder): RenewalFacts {
  return {
    hold: held.hold,
    expiresOn: held.expiresOn,
    renewed: cycle.done !== null,
    running: (cycle.live ?? cycle.refused)?.state ?? null,
  }
}

/** What a signature must fit on a day: the texts in force, the expiration, the name. */
export function signingTermsOf(held: Held, day: string): SigningTerms {
  const late = isLate(held.expiresOn, day)
  return {
    day,
    expiresOn: held.expiresOn,
    certifiedName: held.certifiedName,
    codeVersion: textOn('code-of-ethics', day).version,
    attestationVersion: textOn(attestationId(late), day).version,
  }
}

export function draftOf(renewal: RenewalRecord): Draft {
  const { codeReadVersion: version, codeReadAt: at, signature } = renewal
  return {
    informationReviewed: renewal.informationReviewed,
    codeRead: version !== null && at !== null ? { version, at } : null,
    signed: signature && { ...signature, at: signature.signedAt },
    stillTrueOn: renewal.stillTrueOn,
  }
}
