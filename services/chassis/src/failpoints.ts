import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { setTimeout as delay } from 'node:timers/promises'
import type { Point } from './reached.ts'

/** Every point, with the moment that it stands for. */
export const points: Readonly<Record<Point, string>> = {
  'api.received': 'a request is about to be handled',
  'api.after-idempotency-row': 'the answer stands beside its key, uncommitted',
  'api.after-commit': 'the work is committed, nobody has been answered',
  'api.after-reply': 'the caller has the answer',
  'change.after-domain-row': 'the domain is changed, its fact not yet written',
  'change.after-outbox-row': 'domain row and fact are written, uncommitted',
  'relay.after-lock': 'this relay is the one that sends',
  'relay.after-mark': 'rows are selected and taken off the list of unsent ones, uncommitted',
  'relay.after-publish': 'the broker has the facts, the marks are uncommitted',
  'relay.after-commit': 'facts are sent and marked',
  'consumer.received': 'deliveries are here, nothing is done about them',
  'consumer.after-inbox-row': 'the inbox row is written, the handler has not begun',
  'consumer.after-effect': 'inbox row and effect are written, uncommitted',
  'consumer.after-commit': 'inbox row and effect are committed, the broker does not know',
  'consumer.after-ack': 'the broker knows as well',
  'mail.after-lease': 'mails are leased, none is handed over',
  'mail.after-hand-over': 'the mail server has taken them, nobody has marked it',
  'mail.before-mark': 'a round is about to be marked',
}

export interface Arm {
  readonly point: Point
  /** Only there; anywhere without it. */
  readonly of?: string
  /** So many hits pass first. */
  readonly after?: number
  /** SIGKILL of this process, an error, or a pause of `ms`. Once. */
  readonly action: 'kill' | 'throw' | 'delay'
  readonly ms?: number
}

interface Armed extends Arm {
  left: number
}

const hits = new Map<string, number>()
const arms: Armed[] = []

export function arm(order: Arm): void {
  arms.push({ ...order, left: order.after ?? 0 })
}

export function disarm(): void {
  arms.length = 0
}

/** A point was reached. */
export function hit(point: Point, of?: string): Promise<void> | void {
  hits.set(point, (hits.get(point) ?? 0) + 1)
  if (arms.length === 0) return
  const index = arms.findIndex(
    (one) => one.point === point && (one.of ?? of) === of && (one.left -= 1) < 0,
  )
  const [order] = index < 0 ? [] : arms.splice(index, 1)
  if (order) return act(order)
}

async function act({ action, point, ms = 1_000 }: Armed): Promise<void> {
  if (action === 'throw') throw new Error(`failpoint ${point}`)
  if (action === 'delay') return void (await delay(ms))
  process.kill(process.pid, 'SIGKILL')
  // Nothing more happens, however long the signal takes.
  await new Promise(() => {})
}

const order = {
  type: 'object',
  additionalProperties: false,
  required: ['point', 'action'],
  properties: {
    point: { enum: Object.keys(points) },
    of: { type: 'string' },
    after: { type: 'integer', minimum: 0 },
    action: { enum: ['kill', 'throw', 'delay'] },
    ms: { type: 'integer', minimum: 1, maximum: 600_000 },
  },
}

/** For whoever drives the test; a process that is not there to be harmed has no such route. */
export function routes(app: FastifyInstance): void {
  // A variable, for not every program that reads this knows the limiter's own setting.
  const route: object = { config: { rateLimit: false }, logLevel: 'silent' as const }
  app.get('/__failpoints', route, async () => ({
    points: Object.entries(points).map(([name, moment]) => ({
      name,
      moment,
      hits: hits.get(name) ?? 0,
    })),
    armed: arms,
  }))
  const settle = async (request: FastifyRequest, reply: FastifyReply) => {
    arm(request.body as Arm)
    return reply.code(204).send()
  }
  for (const method of ['PUT', 'POST'] as const)
    app.route({ ...route, method, url: '/__failpoints', schema: { body: order }, handler: settle })
  app.delete('/__failpoints', route, async (_request, reply) => {
    disarm()
    return reply.code(204).send()
  })
}
