import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readMemory } from '@peercert/local/data-folder'
import { askOracle, type Verdict } from '@peercert/oracle/oracle'
import { reconcileAll } from '@peercert/oracle/reconcile'
import type { SignInKind } from '@peercert/stack/sign-in'
import { type StackSystem, startStack } from '@peercert/stack/system'
import { diceOf } from './dice.ts'
import { type Load, startLoad } from './load.ts'
import { crowdOf, finance, importCrowd } from './people.ts'
import { planOf } from './plan.ts'
import { Wiring } from './wires.ts'
import { type Happened, wreck } from './wreck.ts'

export interface DrillOptions {
  readonly kills: number
  readonly seed: number
  readonly brokers: 1 | 3
  readonly signIn: SignInKind
  readonly people: number
  readonly report: (line: string) => void
  /** Everything is left in the folder, for whoever looks for the cause. */
  readonly keep: boolean
}

export interface Drilled {
  readonly happened: readonly Happened[]
  readonly verdict: Verdict
  readonly renewed: number
  /** Calls that got no answer or were told to come back, and those that got one. */
  readonly calls: { readonly answered: number; readonly again: number }
  /** Whoever could not come to the end, and why. */
  readonly wrong: readonly string[]
  /** Facts that reconciliation published again before the oracle was satisfied. */
  readonly mended: boolean
  readonly seconds: { readonly wrecking: number; readonly healing: number }
}

/** A stack of its own, people at work on it, everything killed and cut that there is; then the oracle. */
export async function drill(options: DrillOptions): Promise<Drilled> {
  const { report, signIn, brokers, people } = options
  const data = mkdtempSync(join(tmpdir(), 'peercert-chaos-'))
  const wiring = await Wiring.open()
  const crowd = crowdOf(people)
  let system: StackSystem | undefined
  const close = async () => {
    wiring.close()
    await system?.close()
    if (!options.keep) rmSync(data, { recursive: true, force: true })
  }
  // Whoever interrupts must not be left with a dozen processes.
  const interrupted = () => void close().finally(() => process.exit(130))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, interrupted)
  try {
    system = await startStack(
      { data, port: 0, fresh: false, demo: false, brokers, signIn, crowd: [...crowd, finance] },
      {
        report,
        stop: () => {},
        rewire: (service, environment) => ({
          ...wiring.rewire(service, environment),
          FAILPOINTS: 'on',
        }),
      },
    )
    report(`Everything runs on ${data}; ${people} people are imported…`)
    return await run({ ...options, data, system, wiring, crowd })
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, interrupted)
    await close()
  }
}

interface Running extends DrillOptions {
  readonly data: string
  readonly system: StackSystem
  readonly wiring: Wiring
  readonly crowd: ReturnType<typeof crowdOf>
}

async function run(running: Running): Promise<Drilled> {
  const { system, wiring, crowd, data, report, kills, seed, brokers } = running
  const holders = await importCrowd(system, crowd)
  await greetFinance(system)
  await system.time.settle()
  const ackedFile = join(data, 'acked.jsonl')
  writeFileSync(ackedFile, '')
  const cardKey = `sk_test_${readMemory(data).secrets.card}`
  const plan = planOf({ kills, brokers, wires: wiring.wires.length }, diceOf(seed))
  report(`${plan.length} faults with seed ${seed}, of which ${kills} are kills…`)
  const began = performance.now()
  const wrecking = wreck(plan, system.keeper, wiring.wires)
  const progress = () => wrecking.kills() / kills
  const load = startLoad({ system, holders, ackedFile, progress, cardKey })
  const ticking = setInterval(
    () => report(`${wrecking.kills()} kills, ${load.renewed()} people renewed`),
    15_000,
  )
  await wrecking.done.finally(() => clearInterval(ticking))
  const wrecked = performance.now()
  const judged = await heal(running, load, ackedFile)
  return {
    ...judged,
    happened: wrecking.happened,
    renewed: load.renewed(),
    calls: load.counts,
    seconds: {
      wrecking: (wrecked - began) / 1_000,
      healing: (performance.now() - wrecked) / 1_000,
    },
  }
}

/** Nothing breaks any more: people come to the end, facts arrive, and then everything must be there, once. */
async function heal({ system, wiring, data, report }: Running, load: Load, ackedFile: string) {
  wiring.heal()
  report('Nothing breaks any more; waiting until it is quiet…')
  const wrong = await load.finish(120_000)
  await system.time.settle()
  report('Asking the oracle…')
  const ask = { folder: data, ackedFile }
  const first = await askOracle(ask)
  if (first.lost + first.unreconciled === 0) return { verdict: first, wrong, mended: false }
  report('Something is missing; reconciling…')
  await reconcileAll(data)
  await system.time.settle()
  const verdict = await askOracle({ ...ask, mended: true })
  return { verdict, wrong, mended: true }
}

async function greetFinance({ tokensOf, urls }: StackSystem): Promise<void> {
  const { accessToken, idToken } = await tokensOf(finance.email)
  const answer = await fetch(`${urls.identity}/staff/sign-ins`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ idToken }),
  })
  if (!answer.ok) throw new Error(`finance could not sign in: ${await answer.text()}`)
}
