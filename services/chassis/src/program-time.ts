import { timingSafeEqual } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type CivilDate, isCivilDate } from './civil-date.ts'
import { movableClock, type MovableClock } from './clock.ts'
import type { Log } from './log.ts'

/** What the control process says of program time. The revision grows with every move. */
export interface ProgramTimeSaid {
  readonly offsetMs: number
  readonly revision: number
}

/** Program time that one control process keeps for many services. Never in production. */
export interface FollowedClock extends MovableClock {
  /** Asks the control process until it answers. */
  refresh(): Promise<void>
  /** Word from the control process; older word than the last one is not heard. */
  hear(said: ProgramTimeSaid): void
}

export interface FollowOptions {
  /** Where the control process says what program time is. */
  readonly url: string
  readonly log: Log
  readonly retryMs?: number
}

export function followedClock({ url, log, retryMs = 250 }: FollowOptions): FollowedClock {
  const clock = movableClock()
  let heard = -1
  const hear = ({ offsetMs, revision }: ProgramTimeSaid) => {
    if (revision < heard) return
    heard = revision
    clock.moveTo(new Date(Date.now() + offsetMs))
  }
  return {
    now: clock.now,
    today: clock.today,
    machine: clock.machine,
    moveTo: clock.moveTo,
    onMove: clock.onMove,
    get offsetMs() {
      return clock.offsetMs
    },
    hear,
    async refresh() {
      for (let attempts = 1; ; attempts += 1) {
        const said = await ask(url)
        if (said) return hear(said)
        if (attempts % 20 === 0) log.warn({ url, attempts }, 'nobody says what program time is')
        await delay(retryMs)
      }
    },
  }
}

async function ask(url: string): Promise<ProgramTimeSaid | undefined> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined)
  const said = (await answer?.json().catch(() => undefined)) as Partial<ProgramTimeSaid> | undefined
  const { offsetMs, revision } = said ?? {}
  if (!answer?.ok || !Number.isFinite(offsetMs) || !Number.isSafeInteger(revision)) return undefined
  return { offsetMs: offsetMs as number, revision: revision as number }
}

/** What a service lets the control process do. */
export interface ProgramTimeHandle {
  readonly clock: FollowedClock
  readonly secret: string
  runJobs(day: CivilDate): Promise<void>
  settled(): Promise<boolean>
}

const said = {
  type: 'object',
  additionalProperties: false,
  required: ['offsetMs', 'revision'],
  properties: { offsetMs: { type: 'number' }, revision: { type: 'integer', minimum: 0 } },
}

/** On the service's own port, for whoever knows the secret: move time, run a day's jobs, ask for quiet. */
export function programTimeRoutes(app: FastifyInstance, handle: ProgramTimeHandle): void {
  const expected = Buffer.from(`Bearer ${handle.secret}`)
  const admit = async (request: FastifyRequest, reply: FastifyReply) => {
    const given = Buffer.from(request.headers.authorization ?? '')
    if (given.length === expected.length && timingSafeEqual(given, expected)) return
    await reply.code(401).send({ title: 'Program time is moved by whoever knows the secret' })
  }
  const config = { rateLimit: false } as const
  const route = { config, logLevel: 'silent' as const, onRequest: admit }
  app.get('/program-time', route, async () => ({ offsetMs: handle.clock.offsetMs }))
  app.put<{ Body: ProgramTimeSaid }>(
    '/program-time',
    { ...route, schema: { body: said } },
    async (request, reply) => {
      handle.clock.hear(request.body)
      return reply.code(204).send()
    },
  )
  app.post<{ Body: { day: string } }>(
    '/program-time/jobs',
    { ...route, schema: { body: { type: 'object', required: ['day'] } } },
    async ({ body: { day } }, reply) => {
      if (!isCivilDate(day)) return reply.code(400).send({ title: 'day is a date like 2026-12-31' })
      await handle.runJobs(day)
      return reply.code(204).send()
    },
  )
  app.get('/program-time/settled', route, async () => ({ settled: await handle.settled() }))
}
