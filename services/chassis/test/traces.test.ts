import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { buildApi } from '../src/api.ts'
import { consume } from '../src/consumers.ts'
import type { Sql } from '../src/database.ts'
import { eventually } from '../src/eventually.ts'
import { tracedFetch } from '../src/http-spans.ts'
import { createLog } from '../src/log.ts'
import { publishing } from '../src/publish-spans.ts'
import { defineService } from '../src/service.ts'
import { currentTraceparent, inSpan, isTraced } from '../src/spans.ts'
import { statementOf } from '../src/sql-spans.ts'
import { createMetrics } from '../src/telemetry.ts'
import { withService } from '../src/testing.ts'
import { type CollectedSpan, type TraceCollector, traceCollector } from '../src/trace-collector.ts'
import { exportTraces, type Traces } from '../src/traces.ts'
import { contract, databaseOf, type Things, things } from './kit-facts.ts'

const canary = 'marisol.vega@mail.example'
const document = {
  openapi: '3.1.0',
  info: { title: 'Things', version: '1.0.0' },
  paths: {
    '/things/{thingId}': {
      parameters: [{ name: 'thingId', in: 'path', required: true, schema: { type: 'string' } }],
      post: {
        operationId: 'createThing',
        'x-roles': ['peer'],
        'x-problems': [],
        parameters: [{ name: 'name', in: 'query', schema: { type: 'string' } }],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { type: 'object' } } },
        },
        responses: { 202: { description: 'Done.' } },
      },
    },
  },
}

const lines: string[] = []
const defined = defineService({
  name: 'things',
  config: {},
  events: contract,
  async build(context) {
    const db = databaseOf(context.pool)
    const log = createLog('things', {
      level: 'info',
      destination: { write: (line) => lines.push(line) },
    })
    const createThing = async ({ params }: { params: { thingId: string } }) => {
      log.info('making it')
      await db.$transaction(async (tx) => {
        await tx.$queryRaw`select ${canary} as name from inbox where event_id is null`
        await things.publish(tx, 'thing.done', params.thingId, { n: 1 })
      })
      return { status: 202 }
    }
    const app = await buildApi({
      ...context.http,
      document,
      problems: {},
      deps: {},
      handlers: { createThing } as never,
    })
    const consumer = consume<Things, Sql>(db, contract, {
      'thing.done': async (_event, tx) => {
        log.info({ consumer: 'things' }, 'heard it')
        await tx.$queryRaw`select 1 from parked where reason = ${canary}`
      },
    })
    return { app, consumers: [consumer] }
  },
})

let collector: TraceCollector
let traces: Traces

const find = async (name: string, within?: CollectedSpan) => {
  await traces.flush()
  return collector.spans.find(
    (span) => span.name === name && (!within || span.traceId === within.traceId),
  )
}
const found = (name: string, within?: CollectedSpan) => eventually(() => find(name, within), name)

describe('with a collector', () => {
  const kit = withService(defined)
  beforeAll(async () => {
    collector = await traceCollector()
    traces = exportTraces({ url: collector.url, service: 'things' })
  })
  afterAll(async () => {
    await traces.close()
    await collector.close()
  })

  test('one trace goes from the request through SQL and the outbox to the consumer', async () => {
    const token = await kit.token()
    const address = `${kit.service.url}/things/${encodeURIComponent(canary)}?name=${canary}`
    const answer = await inSpan('a caller', () =>
      tracedFetch(address, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ email: canary }),
      }),
    )
    expect(answer.status).toBe(202)
    const caller = await found('a caller')
    const client = await found(`POST ${new URL(kit.service.url).host}`, caller)
    const server = await found('POST /things/:thingId', caller)
    const insert = await found('INSERT outbox', caller)
    const consumed = await found('consume thing.done', caller)
    const inbox = await found('INSERT inbox', caller)
    expect(client.parentSpanId).toBe(caller.spanId)
    expect(server).toMatchObject({
      parentSpanId: client.spanId,
      kind: 'server',
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/things/:thingId',
        'peercert.operation': 'createThing',
        'http.response.status_code': 202,
      },
    })
    expect(insert).toMatchObject({ parentSpanId: server.spanId, kind: 'client' })
    expect(consumed).toMatchObject({ parentSpanId: server.spanId, kind: 'consumer' })
    expect(inbox.parentSpanId).toBe(consumed.spanId)

    const said = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(said.find(({ message }) => message === 'making it')).toMatchObject({
      trace_id: caller.traceId,
      span_id: server.spanId,
    })
    expect(said.find(({ message }) => message === 'heard it')).toMatchObject({
      trace_id: caller.traceId,
      span_id: consumed.spanId,
    })
  })

  test('nothing of what people wrote is in a span, whatever somebody sets', async () => {
    await inSpan('a failure', async (span) => {
      span.setAttribute('user.email', canary)
      span.addEvent(canary)
      span.setStatus({ code: 2, message: canary })
      throw Object.assign(new Error(`no ${canary}`), { code: '23505' })
    }).catch(() => {})
    const failure = await found('a failure')
    expect(failure).toMatchObject({ failed: true, attributes: { 'error.type': '23505' } })
    expect(collector.raw.join('')).not.toContain(canary)
    expect(collector.raw.join('')).not.toContain(encodeURIComponent(canary))
  })

  test('a row takes its trace along to the broker, and one without a trace makes none', async () => {
    const row = { seq: '1', id: 'x', type: 'thing.done', key: 'k', data: {}, time: '' }
    const before = await inSpan('says it', async () => currentTraceparent())
    const sending = publishing('topic', [
      { ...row, traceparent: before },
      { ...row, traceparent: null },
    ])
    expect(sending.rows[1]?.traceparent).toBeNull()
    sending.end(new Error('broker away'))
    const says = await found('says it')
    const sent = await found('publish thing.done', says)
    expect(sent).toMatchObject({ parentSpanId: says.spanId, kind: 'producer', failed: true })
    expect(sending.rows[0]?.traceparent).toContain(sent.spanId)
    expect(collector.spans.filter(({ name }) => name.startsWith('publish'))).toHaveLength(1)
  })

  test('what nobody asked for is no trace: neither the relay nor a health check makes one', async () => {
    await kit.client.get('/readyz')
    await kit.settle()
    await traces.flush()
    const roots = collector.spans.filter(({ parentSpanId }) => parentSpanId === '')
    expect(new Set(roots.map(({ name }) => name))).toEqual(
      new Set(['a caller', 'a failure', 'says it']),
    )
  })
})

describe('a collector that is away', () => {
  let away: Traces
  afterEach(() => away.close())

  test('costs its spans, which are counted, and nothing else', async () => {
    const metrics = createMetrics('things')
    away = exportTraces({ url: 'http://127.0.0.1:1', service: 'things', metrics })
    expect(await inSpan('work', async () => 42)).toBe(42)
    await away.flush().catch(() => {})
    await eventually(async () => metrics.get('spans_lost_total') || undefined, 'the count')
  })
})

test('without a collector there is no trace and no id', async () => {
  await inSpan('work', async () => {
    expect(isTraced()).toBe(false)
    expect(currentTraceparent()).toBeNull()
  })
})

test.each([
  ['select * from "public"."certification" where number = $1', 'SELECT', 'certification'],
  [`insert into outbox (type) values ('from secret')`, 'INSERT', 'outbox'],
  ['update notice n set state = $1 from given', 'UPDATE', 'notice'],
  ['with mine as (delete from dispatch where token = $1) select 1', 'WITH', 'dispatch'],
  ['select id from unnest($1::uuid[]) as event (id) join inbox using (id)', 'SELECT', undefined],
  [`select '${canary} from secret'`, 'SELECT', undefined],
  ['select id from job for update skip locked', 'SELECT', 'job'],
  ['begin', 'BEGIN', undefined],
  ['', 'QUERY', undefined],
])('%s is told as %s of %s', (sql, operation, table) => {
  expect(statementOf(sql)).toEqual({ operation, table })
})
