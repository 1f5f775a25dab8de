import { randomInt } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { Problem } from '@peercert/chassis/problem'
import { missedTopic, type Signals } from '@peercert/chassis/signals'
import type { Deps } from '../deps.ts'
import { isOver } from '../rules/session-life.ts'
import type { Session } from '../session/browser.ts'
import { endedTopic, nameOf } from '../session/ending.ts'
import * as sessions from '../store/sessions.ts'

/** Shorter than a proxy's patience; the session is looked at as often. */
const beatMs = 20_000
/** When news may have been missed, not every open page asks in the same moment. */
const spreadMs = 3_000
/** Between two looks at the desk's lists. */
const restMs = 1_000
/** One browser with many tabs is fine, a loop that opens streams is not. */
const mostPerSession = 12

export const workTopic = 'work'
export const accountTopic = 'account'
/** A sign-in was joined to another account. */
export const movedTopic = 'sign-in-moved'

/** Tells open pages to look again; what has changed they ask for. */
export function eventRoutes(deps: Deps) {
  const open = new Map<ServerResponse, string>()
  return (app: FastifyInstance): void => {
    app.get('/api/events', { config: { stream: true } }, async (request, reply) => {
      const session = await deps.browsers.sessionOf(request)
      if (!session) throw new Problem('unauthenticated')
      const name = nameOf(session.idHash)
      if ([...open.values()].filter((one) => one === name).length >= mostPerSession)
        throw new Problem('too-many-requests', { retryAfter: 30 })
      reply.hijack()
      open.set(reply.raw, name)
      stream(deps, session, reply.raw, () => open.delete(reply.raw))
    })
    // A stream never ends by itself; the server would wait for it.
    app.addHook('preClose', async () => {
      for (const response of open.keys()) response.end()
    })
  }
}

function stream(deps: Deps, session: Session, response: ServerResponse, onClose: () => void) {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
  })
  const write = (text: string) => void (response.writableEnded || response.write(text))
  const stops = listen(deps, session, {
    say: (event) => write(`event: ${event}\ndata: {}\n\n`),
    beat: () => write(': beat\n\n'),
    end: () => void response.end(),
  })
  write('retry: 3000\n\n')
  response.on('error', () => {})
  response.on('close', () => {
    for (const stop of stops) stop()
    onClose()
  })
}

/** A morning of reminders is news by the second; a desk looks again once for all that came meanwhile. */
function onWork(signals: Signals, page: Page): () => void {
  let resting: ReturnType<typeof setTimeout> | undefined
  let more = false
  const say = () => {
    if (resting) return void (more = true)
    page.say('work')
    more = false
    resting = setTimeout(() => {
      resting = undefined
      if (more) say()
    }, restMs).unref()
  }
  const stop = signals.on(workTopic, say)
  return () => {
    stop()
    clearTimeout(resting)
  }
}

interface Page {
  say(event: string): void
  beat(): void
  end(): void
}

/** Everything that concerns the page of this session; answers how to stop. */
function listen(deps: Deps, session: Session, page: Page): (() => void)[] {
  const { signals, clock, db } = deps
  const end = () => {
    page.say('session-ended')
    page.end()
  }
  let { accountId } = session
  const look = async () => {
    const row = await sessions.find(db, session.idHash)
    if (!row || isOver(row, clock.machine())) return end()
    const moved = row.accountId !== accountId
    accountId = row.accountId
    if (moved) page.say('account')
  }
  const lookNow = () => void look().catch(() => {})
  const lookSoon = () => {
    page.say('account')
    lookNow()
  }
  const stops = [
    signals.on(missedTopic, () => setTimeout(lookSoon, randomInt(spreadMs)).unref()),
    signals.on(movedTopic, (subject) => subject === session.subject && lookNow()),
    signals.on(endedTopic, (name) => name === nameOf(session.idHash) && end()),
    signals.on(accountTopic, (subject) => subject === accountId && page.say('account')),
  ]
  if (session.kind === 'staff') stops.push(onWork(signals, page))
  const beat = setInterval(() => {
    page.beat()
    lookNow()
  }, beatMs)
  beat.unref()
  return [...stops, () => clearInterval(beat)]
}
