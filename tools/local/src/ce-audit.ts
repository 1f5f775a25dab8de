import { randomUUID } from 'node:crypto'
import Fastify from 'fastify'
import { publisher } from '@peercert/chassis/outbox'
import { defineService } from '@peercert/chassis/service'
import { events, type EventMap } from '@peercert/contracts/ce-audit'

/**
 * Says what the CE-audit and discipline service will say (contracts/ce-audit), until it exists: a demo command
 * publishes its sanctions through a real outbox.
 */
export const ceAudit = defineService({
  name: 'ce-audit',
  config: {},
  events,
  build(context) {
    const app = Fastify()
    const say = publisher<EventMap>(events, context.clock)
    app.post<{ Body: EventMap['sanction.imposed'] }>('/sanctions', async (request, reply) => {
      const { kind, accountId, certificationNumber } = request.body
      const client = await context.pool.connect()
      const sanctionId = randomUUID()
      const effectiveAt = context.clock.now().toISOString()
      const data = { sanctionId, accountId, certificationNumber, effectiveAt }
      try {
        await client.query('begin')
        if ((kind as string) === 'lift')
          await say.publishMany(client, 'sanction.lifted', [{ key: accountId, data }])
        else
          await say.publishMany(client, 'sanction.imposed', [
            { key: accountId, data: { ...data, kind } },
          ])
        await client.query('commit')
      } finally {
        client.release()
      }
      return reply.code(202).send({ sanctionId })
    })
    return { app }
  },
})
