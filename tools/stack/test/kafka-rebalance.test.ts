import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Line } from '@peercert/chassis/conformance-line'
import { eventually } from '@peercert/chassis/eventually'
import type pg from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import { skipReason } from '../src/available.ts'
import { operator } from '../src/kafka/settings.ts'
import { brokerOf, database, makeTopic, withKafka } from './kafka-kit.ts'

const reason = await skipReason(['kafka'])
const script = join(import.meta.dirname, 'kafka-listener.ts')
const keys = 25

describe.skipIf(reason)(`a group that changes in the middle${reason ? ` (${reason})` : ''}`, () => {
  const kit = withKafka()
  const members: ChildProcess[] = []
  afterEach(() => {
    for (const member of members.splice(0)) member.kill('SIGKILL')
  })

  test('members come, go in order and are killed: every fact has its effect once, in order', async () => {
    const topic = `peercert.things-${randomUUID()}.v1`
    await makeTopic(kit.cluster, topic, { partitions: 6 })
    const [from, to] = await Promise.all([database(), database()])
    await to.pool.query('create table effect (id serial, key text, n int, pid int)')
    const { broker } = brokerOf(kit.cluster)
    await broker.connect()
    const line = new Line({ topic, broker, from: from.pool, databaseUrl: from.url, to: to.pool })
    await line.open()
    const { brokers, users } = kit.cluster
    const join_ = () => {
      const args = [script, topic, to.url, brokers.join(','), users[operator] ?? '']
      const member = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] })
      members.push(member)
      return member
    }
    const leave = async (member: ChildProcess, signal: NodeJS.Signals) => {
      const gone = once(member, 'exit')
      member.kill(signal)
      await gone
    }
    const speaking = speak(line)

    const first = join_()
    await working(to.pool, first)
    const second = join_()
    await working(to.pool, second)
    await leave(first, 'SIGKILL')
    const third = join_()
    await working(to.pool, third)
    await leave(second, 'SIGTERM')
    const said = await speaking.stop()
    await line.quiet()

    const { rows } = await to.pool.query<{ key: string; n: number }>(
      'select key, n from effect order by id',
    )
    expect(rows.map(({ n }) => n).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: said }, (_, n) => n),
    )
    for (const [, own] of Map.groupBy(rows, ({ key }) => key)) {
      const numbers = own.map(({ n }) => n)
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
    }
    await leave(third, 'SIGTERM')
    await line.close()
    await broker.close()
    await Promise.all([from.close(), to.close()])
  }, 300_000)
})

/** Facts all the time, until somebody says stop; answers how many. */
function speak(line: Line) {
  let count = 0
  let going = true
  const speaking = (async () => {
    while (going) {
      const rows = Array.from({ length: 10 }, (_, n) => ({
        key: `key-${(count + n) % keys}`,
        data: { n: count + n },
      }))
      await line.publishAll(rows)
      count += rows.length
      await delay(50)
    }
  })()
  return {
    async stop(): Promise<number> {
      going = false
      await speaking
      return count
    },
  }
}

/** It has partitions, and did something. */
async function working(pool: pg.Pool, member: ChildProcess): Promise<void> {
  await eventually(
    async () => {
      const { rowCount } = await pool.query('select 1 from effect where pid = $1 limit 1', [
        member.pid,
      ])
      return rowCount || undefined
    },
    'the first effect of a new member',
    120_000,
  )
}
