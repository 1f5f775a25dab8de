import { setTimeout as delay } from 'node:timers/promises'
import { type DyingLine, topic } from './line.ts'

/** Goes through it, and answers what is wrong afterwards. */
type Scenario = (line: DyingLine) => Promise<string[]>

const poison = JSON.stringify({
  specversion: '99',
  id: '11111111-1111-4111-8111-111111111111',
  source: 'urn:peercert:things',
  type: 'thing.done',
  time: '2026-07-01T06:30:00Z',
  data: { n: 1 },
})

async function poisoned({ pool }: DyingLine) {
  await pool.query('insert into bus (topic, key, value) values ($1, $2, $3)', [
    topic,
    'key-1',
    poison,
  ])
}

export const lineScenarios: Readonly<Record<string, Scenario>> = {
  async 'killed with the effect uncommitted'(line) {
    await line.dieAt({ point: 'consumer.after-effect', after: 1 })
    await line.dieAt({ point: 'consumer.after-effect', after: 0 })
    await line.liveOn(2)
    return line.wrongs()
  },

  async 'killed before the broker knows'(line) {
    await line.dieAt({ point: 'consumer.after-commit', after: 0 })
    await line.liveOn(2)
    return line.wrongs()
  },

  async 'killed before the broker has it'(line) {
    await line.dieAt({ point: 'relay.after-mark', after: 0 })
    await line.dieAt({ point: 'relay.after-publish', after: 0 })
    await line.liveOn(2)
    return line.wrongs()
  },

  async 'a number taken early and committed late'(line) {
    const slow = await line.pool.connect()
    await slow.query('begin')
    await slow.query(`insert into outbox (type, key, data, occurred_at)
      values ('thing.done', 'slow', '{"n": 1000}', '2026-07-01T06:30:00Z')`)
    line.start(3)
    await line.until('select count(*) = 3 from effect')
    await slow.query('commit')
    slow.release()
    const came = await line.until('select count(*) = 1 from effect where n = 1000', 5_000)
    await line.kill()
    return [...(came ? [] : ['1 late fact lost']), ...(await line.wrongs())].slice(0, 1)
  },

  async 'a version that nobody knows'(line) {
    await poisoned(line)
    await line.liveOn(2)
    return line.wrongs({ parked: 1 })
  },

  async 'killed while a fact is being parked'(line) {
    const holder = await line.pool.connect()
    await holder.query('begin; lock table parked in access exclusive mode')
    await poisoned(line)
    line.start(0)
    await line.until(`select exists (select from pg_stat_activity where wait_event_type = 'Lock')`)
    // Whoever does not wait for it has told the broker by now.
    await line.until('select exists (select from place)', 1_000)
    await line.kill()
    // A statement that waits for a lock would be carried out although nobody is there any more.
    await line.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock'`,
    )
    await holder.query('rollback')
    holder.release()
    await line.liveOn(2)
    return line.wrongs({ parked: 1 })
  },

  async 'killed in the middle of long work'(line) {
    line.start(3, { point: 'consumer.received', action: 'delay', ms: 60_000 })
    await line.until('select exists (select from bus)')
    await delay(1_500)
    await line.kill()
    await line.liveOn(2)
    return line.wrongs()
  },

  async 'program time is not the time of the machine'(line) {
    await line.liveOn(3)
    return line.wrongs()
  },
}
