import type { components } from '@peercert/contracts/applications'
import { findHolder, type Holder, holderOf, renewalFactsOf } from '../actions/load-holder.ts'
import { showCertification, showStanding } from '../actions/show-certification.ts'
import { showRenewal } from '../actions/show-renewal.ts'
import { showSignature } from '../actions/show-signature.ts'
import type { Deps, Routes } from '../deps.ts'
import { addDays, addMonths } from '../rules/calendar.ts'
import { fold } from '../rules/name.ts'
import { numberIn } from '../rules/number.ts'
import { decideRenewal, type RefusalCode } from '../rules/renewal.ts'
import { statusOn } from '../rules/status.ts'
import { isUsable } from '../rules/waiver.ts'
import { findByNumber, type Held } from '../store/certifications.ts'
import { countWork } from '../store/figures.ts'
import { listNotes, noteOf } from '../store/notes.ts'
import { listUnused } from '../store/payments.ts'
import { listByAccounts, searchByWords } from '../store/registry.ts'
import { list } from '../store/signatures.ts'
import { countExpiring } from '../store/terms.ts'
import { findApproved } from '../store/waivers.ts'

type Row = components['schemas']['CertificationRow']
type StaffCertification = components['schemas']['StaffCertification']

const most = 50

export const staffRoutes: Pick<Routes, 'searchCertifications' | 'getCertification' | 'getFigures'> =
  {
    async searchCertifications({ body }, deps) {
      const found = body.accountIds
        ? await listByAccounts(deps.db, body.accountIds)
        : await searchText(body.text ?? '', deps)
      const rows: Row[] = []
      for (const held of found) rows.push(rowOf(await holderOf(deps.db, held, deps.clock)))
      return { status: 200, body: { certifications: rows } }
    },

    async getCertification({ params }, deps) {
      const { db, clock, portalUrl } = deps
      const holder = await findHolder(db, params.accountId, clock)
      const notes = (await listNotes(db, params.accountId)).map(noteOf)
      const unused = await unusedPaymentsOf(params.accountId, deps)
      if (!holder) {
        const empty = { certification: null, possible: false, renewal: null, signatures: [] }
        return { status: 200, body: { ...empty, notes, ...unused } }
      }
      const decision = decideRenewal(renewalFactsOf(holder), holder.day, holder.numbers)
      const certification = await showCertification(db, holder, portalUrl)
      const signatures = (await list(db, holder.held.id)).map(showSignature)
      return {
        status: 200,
        body: {
          certification,
          possible: 'possible' in decision && holder.cycle.live?.state !== 'checking',
          renewal: await renewalOf(holder, deps),
          signatures,
          notes,
          ...unused,
        },
      }
    },

    async getFigures(_call, { db, clock }) {
      const today = clock.today()
      const from = `${today.slice(0, 7)}-01`
      const { expiring, renewed } = await countExpiring(db, from, addDays(addMonths(from, 1), -1))
      const work = await countWork(db, today)
      return {
        status: 200,
        body: {
          expiringThisMonth: expiring,
          renewedOfThem: renewed,
          startedNotPaid: work.started,
          lateReviewsOpen: work.open,
          lateReviewsOverdue: work.overdue,
        },
      }
    },
  }

async function searchText(text: string, { db }: Deps): Promise<Held[]> {
  const number = numberIn(text)
  const exact = number === null ? null : await findByNumber(db, number)
  if (exact) return [exact]
  const words = fold(text).split(' ').filter(Boolean)
  return words.length === 0 ? [] : searchByWords(db, words, most)
}

/** Where a form stands, not what is in it: answers are shown once they are sent. */
async function renewalOf(holder: Holder, { db }: Deps): Promise<StaffCertification['renewal']> {
  const { held, cycle, day } = holder
  const renewal = cycle.live ?? cycle.refused
  if (!renewal) return null
  const shown = showRenewal(renewal, holder)
  const waiver = await findApproved(db, held.id, held.term)
  return {
    renewalId: renewal.id,
    state: renewal.state,
    late: shown.late,
    nextPart: shown.nextPart,
    savedAt: shown.savedAt,
    signed: shown.signed !== null && shown.signAgain === undefined,
    lateFeeWaived: waiver !== null && isUsable(waiver, day),
  }
}

async function unusedPaymentsOf(accountId: string, { db }: Deps) {
  const payments = await listUnused(db, accountId)
  if (payments.length === 0) return {}
  return {
    unusedPayments: payments.map((payment) => ({
      paymentId: payment.id,
      totalCents: payment.totalCents,
      receiptNumber: payment.receiptNumber,
      stampedAt: payment.stampedAt.toISOString(),
      because: payment.unusedBecause as RefusalCode,
    })),
  }
}

function rowOf(holder: Holder): Row {
  const { held, day, numbers } = holder
  return {
    accountId: held.accountId,
    number: held.number,
    certifiedName: held.certifiedName,
    status: statusOn(held, day, numbers),
    badge: showStanding(holder).facts.badge,
    expiresOn: held.expiresOn,
    county: held.county,
    running: runningOf(holder),
  }
}

const running = {
  draft: 'draft',
  checking: 'checking',
  'in-review': 'late-review',
  'refusal-proposed': 'late-review',
  question: 'question',
  refused: 'refused',
} as const

function runningOf({ cycle }: Holder): Row['running'] {
  const renewal = cycle.live ?? cycle.refused
  const what = renewal && running[renewal.state as keyof typeof running]
  if (!what) return null
  const due = what === 'question' ? renewal.question?.answerBy : renewal.decideBy
  const waits = what === 'late-review' || what === 'question'
  return { what, ...(waits && due && { due }) }
}
