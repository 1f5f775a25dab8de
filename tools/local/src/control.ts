import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import { type CivilDate, isCivilDate, startOf } from '@peercert/chassis/civil-date'
import { addParkedDesk, type DeskService } from './parked-desk.ts'
import type { ProgramTime } from './program-time.ts'
import type { ReadyPerson } from './ready.ts'
import type { PersonTokens } from './tokens.ts'

export interface Controlled {
  readonly time: ProgramTime
  readonly people: readonly ReadyPerson[]
  readonly services: readonly ControlledService[]
  tokensOf(email: string): Promise<PersonTokens | undefined>
}

export interface ControlledService extends DeskService {
  readonly url: string
}

export interface Control {
  readonly url: string
  /** What the demo bar and the commands may ask once everything runs. */
  serve(parts: Controlled): void
  close(): Promise<void>
}

const sanction = {
  type: 'object',
  additionalProperties: false,
  required: ['kind', 'accountId', 'certificationNumber'],
  properties: {
    kind: { enum: ['suspension', 'revocation', 'lift'] },
    accountId: { type: 'string', format: 'uuid' },
    certificationNumber: { type: 'string', pattern: '^CMPSS-\\d{6}$' },
  },
}

/**
 * The handle outside the product: program time, demo people and their tokens, sanctions. Never in a deployment, on
 * loopback. `extend` adds what one kind of system has more; its routes answer from the start.
 */
export async function startControl(
  port: number,
  nonce: string,
  extend: (app: FastifyInstance) => void = () => {},
): Promise<Control> {
  const app = Fastify({ bodyLimit: 10_000, forceCloseConnections: true })
  let parts: Controlled | undefined
  app.get('/nonce', (_request, reply) => reply.type('text/plain').send(nonce))
  extend(app)
  void app.register(async (guarded) => {
    guarded.addHook('preHandler', async (_request, reply) => {
      if (!parts)
        return reply
          .code(503)
          .header('retry-after', '1')
          .send({ title: 'PeerCert is still starting' })
    })
    guarded.get('/', async () => ({ people: parts?.people ?? [] }))
    addClock(guarded, () => parts?.time)
    addTokens(guarded, () => parts)
    addParkedDesk(guarded, () => parts?.services ?? [])
    addSanctions(guarded, () => parts?.services ?? [])
  })
  await app.listen({ port, host: '127.0.0.1' })
  return {
    url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    serve: (given) => void (parts = given),
    close: () => app.close(),
  }
}

function addClock(app: FastifyInstance, time: () => ProgramTime | undefined) {
  const wrong =
    'now is an instant like 2026-12-31T20:00:00Z, or a date like 2026-12-31 (noon in California)'
  app.get('/clock', async () => time()?.said())
  app.put<{ Body: { now?: unknown } | null }>('/clock', async (request, reply) => {
    const now = request.body?.now
    const instant = typeof now === 'string' ? readInstant(now) : undefined
    if (!instant)
      return reply
        .code(400)
        .type('application/problem+json')
        .send({
          type: 'bad-request',
          title: wrong,
          status: 400,
          errors: [{ field: '/body/now', reason: wrong }],
        })
    return time()?.moveTo(instant)
  })
}

function addSanctions(app: FastifyInstance, services: () => readonly ControlledService[]) {
  app.post('/sanctions', { schema: { body: sanction } }, async (request, reply) => {
    const ceAudit = services().find((service) => service.name === 'ce-audit')
    const answer = await fetch(`${ceAudit?.url}/sanctions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request.body),
    })
    return reply.code(answer.status).send(await answer.json())
  })
}

/** Tokens of a demo person without a browser, for curl, the demo and tests. */
function addTokens(app: FastifyInstance, parts: () => Controlled | undefined) {
  const body = {
    type: 'object',
    additionalProperties: false,
    required: ['email'],
    properties: { email: { type: 'string' } },
  }
  app.post<{ Body: { email: string } }>('/tokens', { schema: { body } }, async (request, reply) => {
    const tokens = await parts()?.tokensOf(request.body.email)
    return tokens ?? reply.code(404).send({ title: 'nobody has this address' })
  })
}

function readInstant(text: string): Date | undefined {
  const instant = isCivilDate(text) ? noonOf(text) : instantOf(text)
  const year = instant?.getUTCFullYear() ?? Number.NaN
  // The program began in 2022 (LEG-1); a year far away is a slip of the keyboard.
  return year >= 2022 && year <= 2100 ? instant : undefined
}

function noonOf(day: CivilDate): Date {
  return new Date(startOf(day).getTime() + 12 * 3_600_000)
}

function instantOf(text: string): Date | undefined {
  const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text) ? new Date(text) : undefined
  return instant && !Number.isNaN(instant.getTime()) ? instant : undefined
}
