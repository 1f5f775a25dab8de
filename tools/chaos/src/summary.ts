import { differences } from '@peercert/oracle/oracle'
import type { Drilled } from './drill.ts'

export interface Summary {
  readonly kills: number
  readonly lost: number
  readonly doubled: number
  readonly recoveryP99Seconds: number
}

const twiceTaken = 'mail that was taken more than once'

/**
 * Mails that the mail server took twice, under one Message-ID. A process that dies between handing over and marking
 * cannot know better (F-14), so they are counted and shown, and are no doubled effect.
 */
export function handedOverAgain({ verdict }: Pick<Drilled, 'verdict'>): number {
  return verdict.invariants
    .flatMap(({ findings }) => findings)
    .filter(({ what }) => what === twiceTaken)
    .reduce((sum, { which }) => sum + which.length, 0)
}

export function summaryOf(drilled: Drilled): Summary {
  const { happened, verdict, wrong } = drilled
  const recoveries = happened.flatMap(({ recoveryMs }) => recoveryMs ?? [])
  return {
    kills: happened.filter(({ isKill }) => isKill).length,
    lost: verdict.lost + wrong.length,
    doubled: verdict.doubled - handedOverAgain(drilled),
    recoveryP99Seconds: Number((percentile(recoveries, 0.99) / 1_000).toFixed(2)),
  }
}

/** Everything that is not as it must be, whatever it is called. */
export function wrongs(drilled: Drilled): number {
  return differences(drilled.verdict) - handedOverAgain(drilled) + drilled.wrong.length
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

export function tableOf(drilled: Drilled): string {
  const { happened, verdict, renewed, calls, wrong, mended, seconds } = drilled
  const { kills, lost, doubled, recoveryP99Seconds } = summaryOf(drilled)
  const kinds = [...new Set(happened.map(({ kind }) => kind))].sort()
  const rows = kinds.map((kind) => {
    const some = happened.filter((one) => one.kind === kind)
    const times = some.flatMap(({ recoveryMs }) => recoveryMs ?? [])
    return row([kind, some.length, inSeconds(times, 0.5), inSeconds(times, 0.99)])
  })
  const ofServices = happened.filter(({ isKill, kind }) => isKill && kind.startsWith('service'))
  const findings = verdict.invariants.flatMap(({ id, findings: found }) =>
    found.map(
      ({ wrong: sort, what, which }) =>
        `  ${id} ${sort}: ${which.length} × ${what}: ${which.slice(0, 3).join(', ')}`,
    ),
  )
  return [
    row(['fault', 'count', 'recovery p50', 'p99']),
    ...rows,
    '',
    `${kills} kills in ${seconds.wrecking.toFixed(0)} s, ${share(ofServices.length, kills)} of services; quiet again after ${seconds.healing.toFixed(0)} s`,
    `${renewed} people renewed; ${calls.answered} calls answered, ${calls.again} tried again`,
    `${handedOverAgain(drilled)} mails handed over again under their Message-ID (unavoidable, shown)`,
    mended ? 'reconciliation was needed' : 'no reconciliation was needed',
    `lost ${lost}, doubled ${doubled}, orphaned ${verdict.orphaned}, unreconciled ${verdict.unreconciled}, stuck ${verdict.stuck}; recovery p99 ${recoveryP99Seconds} s`,
    ...findings,
    ...wrong.slice(0, 10).map((line) => `  did not come to the end: ${line}`),
    '',
  ].join('\n')
}

function row([kind, count, p50, p99]: readonly (string | number)[]): string {
  return `${String(kind).padEnd(34)}${String(count).padStart(7)}${String(p50).padStart(14)}${String(p99).padStart(10)}`
}

function inSeconds(times: readonly number[], of: number): string {
  return times.length === 0 ? '–' : `${(percentile(times, of) / 1_000).toFixed(2)} s`
}

function share(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.round((part / whole) * 100)} %`
}
