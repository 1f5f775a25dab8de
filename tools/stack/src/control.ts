import type { FastifyInstance } from 'fastify'
import type { Keeper, Kept } from './keeper.ts'

export interface ProcessDesk {
  readonly keeper: Keeper
  /** Everything ends. */
  stop(): void
}

type Named = { readonly Params: { readonly name: string } }

const kill = {
  type: ['object', 'null'],
  additionalProperties: false,
  properties: { restart: { type: 'boolean' } },
}

/** Looks at single processes, ends and starts them; on the control port, which only loopback reaches. */
export function addProcessRoutes(app: FastifyInstance, { keeper, stop }: ProcessDesk): void {
  app.get('/processes', async () => ({ processes: keeper.statuses() }))
  const add = (act: string, schema: object, work: (kept: Kept, body: unknown) => Promise<void>) =>
    app.post<Named>(`/processes/:name/${act}`, { schema }, async (request, reply) => {
      const kept = keeper.find(request.params.name)
      if (!kept) {
        const known = keeper.statuses().map(({ name }) => name)
        return reply.code(404).send({ title: `no process ${request.params.name}`, known })
      }
      await work(kept, request.body)
      return kept.status()
    })
  add('kill', { body: kill }, (kept, body) => kept.kill({ ...(body as { restart?: boolean }) }))
  add('start', {}, (kept) => kept.start())
  add('stop', {}, (kept) => kept.stop())
  add('freeze', {}, async (kept) => kept.signal('SIGSTOP'))
  add('thaw', {}, async (kept) => kept.signal('SIGCONT'))
  app.post('/stop', async (_request, reply) => {
    setImmediate(stop)
    return reply.code(202).send({ title: 'everything ends' })
  })
}
