import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { Problem } from '@peercert/chassis/problem'
import type { Deps } from '../deps.ts'
import { isOver } from '../rules/session-life.ts'
import type { Session } from '../session/browser.ts'
import { endedTopic, nameOf } from '../session/ending.ts'
import * as sessions from '../store/sessions.ts'

/** Shorter than a proxy's patience; the session is looked at as often. */
const beatMs = 20_000
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
    app.get('/api/events', async (request, reply) => {
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
  const say = (event: string) => write(`event: ${event}\ndata: {}\n\n`)
  const end = () => {
    say('session-ended')
    response.end()
  }
  let { accountId } = session
  const look = async () => {
    const row = await sessions.find(deps.db, session.idHash)
    if (!row || isOver(row, deps.clock.machine())) return end()
    const moved = row.accountId !== accountId
    accountId = row.accountId
    if (moved) say('account')
  }
  const stops = [
    deps.signals.on(
      movedTopic,
      (subject) => subject === session.subject && void look().catch(() => {}),
    ),
    deps.signals.on(endedTopic, (name) => name === nameOf(session.idHash) && end()),
    deps.signals.on(accountTopic, (subject) => subject === accountId && say('account')),
  ]
  if (session.kind === 'staff') stops.push(deps.signals.on(workTopic, () => say('work')))
  const beat = setInterval(() => {
    write(': beat\n\n')
    void look().catch(() => {})
  }, beatMs)
  beat.unref()
  write('retry: 3000\n\n')
  response.on('error', () => {})
  response.on('close', () => {
    clearInterval(beat)
    for (const stop of stops) stop()
    onClose()
  })
}
