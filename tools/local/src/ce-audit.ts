import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { buildApi } from '@peercert/chassis/api'
import type { Clock } from '@peercert/chassis/clock'
import { inTransaction } from '@peercert/chassis/database'
import { eventRoutes } from '@peercert/chassis/event-routes'
import { publisher } from '@peercert/chassis/outbox'
import { defineService } from '@peercert/chassis/service'
import { api, events, type EventMap, type operations } from '@peercert/contracts/ce-audit'

interface Order {
  readonly kind: 'suspension' | 'revocation' | 'lift'
  readonly accountId: string
  readonly certificationNumber: string
}

/**
 * Says what the CE-audit and discipline service will say (contracts/ce-audit), until it exists: a demo command
 * publishes its sanctions through a real outbox.
 */
export const ceAudit = defineService({
  name: 'ce-audit',
  config: {},
  events,
  async build({ pool, clock, http }) {
    const app = await buildApi<operations, { pool: pg.Pool }>({
      ...http,
      document: api,
      handlers: eventRoutes,
      problems: {},
      deps: { pool },
      plugins: [sanctionRoute(pool, clock)],
    })
    return { app }
  },
})

/** Outside the contract: the service that is to come decides sanctions, and is not told them. */
function sanctionRoute(pool: pg.Pool, clock: Clock) {
  const say = publisher<EventMap>(events, clock)
  return (app: FastifyInstance) => {
    app.post<{ Body: Order }>('/sanctions', async (request, reply) => {
      const { kind, accountId, certificationNumber } = request.body
      const effectiveAt = clock.now().toISOString()
      const sanctionId = await inTransaction(pool, async (client) => {
        const id = (kind === 'lift' ? await inForce(client, accountId) : undefined) ?? randomUUID()
        const data = { sanctionId: id, accountId, certificationNumber, effectiveAt }
        if (kind === 'lift')
          await say.publishMany(client, 'sanction.lifted', [{ key: accountId, data }])
        else
          await say.publishMany(client, 'sanction.imposed', [
            { key: accountId, data: { ...data, kind } },
          ])
        return id
      })
      return reply.code(202).send({ sanctionId })
    })
  }
}

/** The account's latest sanction that was not lifted; one that came with an import is not known here. */
async function inForce(client: pg.ClientBase, accountId: string): Promise<string | undefined> {
  const { rows } = await client.query<{ id: string }>(
    `select data->>'sanctionId' as id from outbox as imposed
     where key = $1 and type = 'sanction.imposed' and not exists (
       select from outbox as lifted where lifted.key = $1 and lifted.type = 'sanction.lifted'
         and lifted.data->>'sanctionId' = imposed.data->>'sanctionId')
     order by seq desc limit 1`,
    [accountId],
  )
  return rows[0]?.id
}
