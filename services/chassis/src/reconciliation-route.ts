import type { FastifyInstance } from 'fastify'
import type { Verify } from './caller.ts'
import { Problem } from './problem.ts'
import type { Comparison } from './reconcile.ts'
import type { Reconciled } from './reconciliation.ts'

/** As JSON carries it. */
export interface ReconciledAnswer {
  readonly comparisons: readonly (Omit<Comparison, 'from' | 'until'> & {
    readonly from: string
    readonly until: string
  })[]
  readonly unreached: Reconciled['unreached']
}

/** `POST /reconciliations`: does at once what is due every hour. Only for services and their tokens. */
export function reconciliationRoute(
  app: FastifyInstance,
  { verify, reconcile }: { verify: Verify; reconcile: () => Promise<Reconciled> },
): void {
  let running: Promise<Reconciled> | undefined
  const route = {
    config: { rateLimit: false },
    onRequest: async ({ headers }: { headers: { authorization?: string | undefined } }) => {
      const caller = await verify(headers.authorization)
      if (caller.service === null) throw new Problem('forbidden')
    },
  }
  app.post('/reconciliations', route, async () => {
    running ??= reconcile().finally(() => {
      running = undefined
    })
    return running
  })
}
