import type { Caller } from '@peercert/chassis/caller'
import { once } from '@peercert/chassis/idempotency'
import type { components } from '@peercert/contracts/applications'
import { type Holder, holderOf } from '../actions/load-holder.ts'
import type { Deps, Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { dayOf } from '../rules/calendar.ts'
import { type Ground, type Request, usableThrough, whyNoWaiver } from '../rules/waiver.ts'
import { lock, lockAccount } from '../store/certifications.ts'
import type { Tx } from '../store/database.ts'
import { record } from '../store/history.ts'
import { isBarred } from '../store/reviews.ts'
import { listSanctions } from '../store/sanctions.ts'
import { wasHere } from '../store/visits.ts'
import {
  decideWaiver,
  findWaiver,
  insertWaiver,
  listOpen,
  type WaiverRecord,
} from '../store/waivers.ts'

type LateFeeWaiver = components['schemas']['LateFeeWaiver']

export const waiverRoutes: Pick<
  Routes,
  'listLateFeeWaivers' | 'proposeLateFeeWaiver' | 'decideLateFeeWaiver'
> = {
  async listLateFeeWaivers(_call, { db }) {
    const open = await listOpen(db)
    return {
      status: 200,
      body: { waivers: open.map((row) => show(row, row.certification.number)) },
    }
  },

  proposeLateFeeWaiver: (call, deps) =>
    deps.db.$transaction((tx) =>
      once(tx, call, async () => {
        const { params, body, caller } = call
        const held = await lockAccount(tx, params.accountId)
        if (!held) throw refuse('not-found')
        const holder = await holderOf(tx, held, deps.clock)
        const request = requestOf(body)
        await mayWaive(tx, { holder, request, caller })
        const waiver = {
          id: crypto.randomUUID(),
          certificationId: held.id,
          accountId: held.accountId,
          term: held.term,
          ...request,
          reason: body.reason,
          proposedBy: caller.subject,
          proposedAt: holder.now,
        }
        if (!(await insertWaiver(tx, waiver)))
          throw refuse('waiver-not-possible', { because: 'proposed-already' })
        const facts = { ground: request.ground }
        await note(
          tx,
          { waiver, caller, code: 'waiver.proposed', reason: body.reason, facts },
          deps,
        )
        const shown = { ...waiver, state: 'proposed', decidedBy: null, usableThrough: null }
        return { status: 201 as const, body: show(shown, held.number) }
      }),
    ),

  async decideLateFeeWaiver({ params, body, caller }, deps) {
    const shown = await deps.db.$transaction(async (tx) => {
      const known = await findWaiver(tx, params.waiverId)
      if (!known) throw refuse('not-found')
      const held = await lock(tx, known.certificationId)
      const waiver = (await findWaiver(tx, params.waiverId)) ?? known
      if (waiver.state !== 'proposed') throw refuse('waiver-decided')
      if (waiver.proposedBy === caller.subject) throw refuse('second-person-needed')
      if (await isBarred(tx, caller.subject, held)) throw refuse('conflict-of-interest')
      const holder = await holderOf(tx, held, deps.clock)
      if (body.approve) await mayWaive(tx, { holder, request: requestOf(waiver), caller })
      const until = body.approve ? usableThrough(holder.day, holder.numbers.waiverDays) : null
      const state = body.approve ? 'approved' : 'declined'
      await decideWaiver(tx, waiver.id, { state, decidedBy: caller.subject, usableThrough: until })
      const facts = { ground: waiver.ground, ...(until && { usableThrough: until }) }
      const { reason } = body
      await note(tx, { waiver, caller, code: `waiver.${state}`, reason, facts }, deps)
      return show(
        { ...waiver, state, decidedBy: caller.subject, usableThrough: until },
        held.number,
      )
    })
    deps.signals.emit('account', shown.accountId)
    return { status: 200, body: shown }
  },
}

interface Asked {
  ground: string
  outageFrom?: string | Date | null
  outageTo?: string | Date | null
}

function requestOf({ ground, outageFrom, outageTo }: Asked): Request {
  return {
    ground: ground as Ground,
    outageFrom: outageFrom ? new Date(outageFrom) : null,
    outageTo: outageTo ? new Date(outageTo) : null,
  }
}

/** Judged when it is proposed and again when it is decided: in between a payment may have come. */
async function mayWaive(
  tx: Tx,
  { holder, request, caller }: { holder: Holder; request: Request; caller: Caller },
): Promise<void> {
  const { held, cycle, day, numbers } = holder
  if (await isBarred(tx, caller.subject, held)) throw refuse('conflict-of-interest')
  const renewals = [cycle.live, cycle.refused].filter((renewal) => renewal !== null)
  const started = cycle.live ?? cycle.refused
  const because = whyNoWaiver(
    {
      hold: held.hold,
      expiresOn: held.expiresOn,
      paid: renewals.some(({ paymentId, state }) => paymentId !== null || state === 'checking'),
      sanctions: await listSanctions(tx, [held.id]),
      draftedOn: started && dayOf(started.startedAt),
      seenOnLastDay: await wasHere(tx, held.id, held.term),
    },
    request,
    day,
    numbers,
  )
  if (because) throw refuse('waiver-not-possible', { because })
}

interface WaiverNote {
  readonly waiver: { readonly id: string; readonly accountId: string }
  readonly caller: Caller
  readonly code: string
  readonly reason: string
  readonly facts: Readonly<Record<string, string>>
}

async function note(tx: Tx, said: WaiverNote, { clock }: Deps): Promise<void> {
  await record(tx, {
    accountId: said.waiver.accountId,
    at: clock.now(),
    filter: 'money',
    code: said.code,
    facts: said.facts,
    actor: { kind: 'staff', subject: said.caller.subject, role: 'finance' },
    reason: said.reason,
    ruleIds: ['REN-24', 'FEE-5'],
    linkedId: said.waiver.id,
  })
}

function show(
  waiver: Omit<WaiverRecord, 'certificationId' | 'term'>,
  number: string,
): LateFeeWaiver {
  return {
    waiverId: waiver.id,
    accountId: waiver.accountId,
    number,
    ground: waiver.ground,
    ...(waiver.outageFrom && { outageFrom: waiver.outageFrom.toISOString() }),
    ...(waiver.outageTo && { outageTo: waiver.outageTo.toISOString() }),
    reason: waiver.reason,
    proposedBy: waiver.proposedBy,
    proposedAt: waiver.proposedAt.toISOString(),
    state: waiver.state as LateFeeWaiver['state'],
    ...(waiver.decidedBy !== null && { decidedBy: waiver.decidedBy }),
    ...(waiver.usableThrough && { usableThrough: waiver.usableThrough }),
  }
}
