import type { FastifyInstance } from 'fastify'
import { requestRedrive } from '@peercert/chassis/parking'
import type pg from 'pg'

/** A service whose parked events may be looked at. */
export interface DeskService {
  readonly name: string
  readonly pool: pg.Pool
}

interface Wanted {
  readonly ids?: readonly string[]
}

const redrive = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ids: { type: 'array', maxItems: 1000, items: { type: 'string', pattern: '^\\d{1,18}$' } },
  },
}

/** Parked events of each service of this process: looked at, and driven again. */
export function addParkedDesk(app: FastifyInstance, running: () => readonly DeskService[]) {
  const find = (name: string) => running().find((service) => service.name === name)
  app.get<{ Params: { service: string } }>('/parked/:service', async (request, reply) => {
    const service = find(request.params.service)
    if (!service)
      return reply.code(404).send({
        title: `no service ${request.params.service}`,
        known: running().map(({ name }) => name),
      })
    const { rows } = await service.pool.query(
      `select id::text, consumer, type, reason, attempts, parked_at, redrive_at is not null as asked
       from parked where redriven_at is null order by id limit 200`,
    )
    return { parked: rows }
  })
  app.post<{ Params: { service: string }; Body: Wanted }>(
    '/parked/:service',
    { schema: { body: redrive } },
    async (request, reply) => {
      const service = find(request.params.service)
      if (!service) return reply.code(404).send({ title: `no service ${request.params.service}` })
      return {
        asked: await requestRedrive(
          service.pool,
          request.body.ids ? { ids: request.body.ids } : {},
        ),
      }
    },
  )
}
