import { setTimeout as delay } from 'node:timers/promises'
import type { Keeper, Kept } from '@peercert/stack/keeper'
import { type Fault, isKill } from './plan.ts'
import type { Wire } from './wires.ts'

/** One fault that happened. */
export interface Happened {
  /** As the table names it. */
  readonly kind: string
  readonly target: string
  readonly isKill: boolean
  /** From the death of a process to its readiness; of what does not die, undefined. */
  readonly recoveryMs: number | undefined
}

export interface Wreck {
  readonly happened: readonly Happened[]
  readonly kills: () => number
  /** Resolves when the whole plan is done and everybody is up. */
  readonly done: Promise<void>
}

/** So many faults at a time. */
const atOnce = 3
const pointPatienceMs = 4_000
/** Far beyond what any start takes: whoever needs longer does not come at all. */
const comebackMs = 180_000

interface Site {
  readonly keeper: Keeper
  readonly wires: readonly Wire[]
  readonly happened: Happened[]
  readonly busy: Set<string>
}

/** Carries the plan out, up to three faults at a time, never two on the same process or on two brokers. */
export function wreck(plan: readonly Fault[], keeper: Keeper, wires: readonly Wire[]): Wreck {
  const site: Site = { keeper, wires, happened: [], busy: new Set() }
  let next = 0
  const hand = async () => {
    for (let fault = plan[next++]; fault; fault = plan[next++]) {
      const place = placeOf(fault)
      while (site.busy.has(place)) await delay(20)
      site.busy.add(place)
      try {
        site.happened.push(await happen(fault, site))
      } finally {
        site.busy.delete(place)
      }
      await delay(fault.pauseMs)
    }
  }
  return {
    happened: site.happened,
    kills: () => site.happened.filter((one) => one.isKill).length,
    done: Promise.all(Array.from({ length: atOnce }, hand)).then(() => {}),
  }
}

function placeOf(fault: Fault): string {
  if (fault.kind === 'cut') return `wire ${fault.wire}`
  return fault.target.startsWith('kafka') ? 'kafka' : fault.target
}

async function happen(fault: Fault, site: Site): Promise<Happened> {
  if (fault.kind === 'cut') return cut(fault, site.wires)
  const kept = site.keeper.find(fault.target)
  if (!kept) throw new Error(`no process ${fault.target}`)
  if (fault.kind === 'leader move') return moveLeaders(kept)
  const by = fault.kind === 'kill at a point' ? await atPoint(fault, kept) : undefined
  const died = performance.now()
  await kept.kill()
  await upAgain(kept)
  const service = !['postgres', 'nats', 'kafka'].includes(placeOf(fault))
  const kind = by ? `service killed at ${by}` : `${service ? 'service' : placeOf(fault)} killed`
  const recoveryMs = performance.now() - died
  return { kind, target: fault.target, isKill: isKill(fault), recoveryMs }
}

/** Answers the kind of point at which it died; undefined when it did not come by there in time. */
async function atPoint(
  { point, after }: Extract<Fault, { kind: 'kill at a point' }>,
  kept: Kept,
): Promise<string | undefined> {
  const url = `${kept.unit.url}/__failpoints`
  const armed = await fetch(url, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ point, after, action: 'kill' }),
    signal: AbortSignal.timeout(2_000),
  }).catch(() => undefined)
  if (!armed?.ok) return undefined
  const until = performance.now() + pointPatienceMs
  while (kept.unit.pid() !== undefined && performance.now() < until) await delay(5)
  return kept.unit.pid() === undefined ? `${point.split('.')[0]} point` : undefined
}

/** Started at once, and again when it could not: what it stands on may be away as well. */
async function upAgain(kept: Kept): Promise<void> {
  const until = performance.now() + comebackMs
  while (performance.now() < until) {
    await Promise.race([kept.start().catch(() => {}), delay(1_000)])
    if (kept.state === 'up') return
    await delay(100)
  }
  throw new Error(`${kept.unit.name} did not come back within ${comebackMs / 1_000} s`)
}

/** A broker that is stopped in order hands its partitions to the others first. */
async function moveLeaders(kept: Kept): Promise<Happened> {
  await kept.stop()
  await upAgain(kept)
  return {
    kind: 'leaders moved',
    target: kept.unit.name,
    isKill: false,
    recoveryMs: undefined,
  }
}

async function cut(
  { wire: index, how, forMs }: Extract<Fault, { kind: 'cut' }>,
  wires: readonly Wire[],
): Promise<Happened> {
  const wire = wires[index % wires.length]
  if (!wire) throw new Error('there is no wire to cut')
  wire.cut(how)
  await delay(forMs)
  wire.heal()
  return { kind: `line cut, ${how}`, target: wire.name, isKill: false, recoveryMs: undefined }
}
