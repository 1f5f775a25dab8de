import { eventually } from '@peercert/chassis/eventually'
import { expect, test } from 'vitest'
import { withWorld } from './kit.ts'

const world = withWorld()
const { kit } = world

const figure = async (series: string) => {
  const { body } = await kit.client.get('/metrics')
  const line = String(body)
    .split('\n')
    .find((one) => one.startsWith(`peercert_${series} `))
  return line === undefined ? undefined : Number(line.split(' ')[1])
}
const sacks = async () => {
  const { rows } = await kit.pool.query<{ id: string; since: Date }>(
    'select id, since from dispatch',
  )
  return rows
}

test('mail that the server puts off is counted as waiting, since it was caused, until it is sent', async () => {
  world.mail.script = ({ stage }) => (stage === 'RCPT' ? '451 later' : undefined)
  const person = world.person()
  await world.approaching(person, '90')
  const [first] = await eventually(async () => {
    const found = await sacks()
    return found.length > 0 ? found : undefined
  }, 'the mail to wait')
  const retried = await eventually(async () => {
    const found = await sacks()
    return found.find(({ id }) => id !== first?.id)
  }, 'another try')
  expect(retried.since).toEqual(first?.since)
  await eventually(
    async () => ((await figure(lane('mail_waiting'))) === 1 ? true : undefined),
    'the figure of what waits',
  )
  expect(await figure(lane('mail_oldest_seconds'))).toBeGreaterThan(0)
  world.mail.script = () => undefined
  await kit.settle()
  await eventually(
    async () => ((await figure(lane('mail_waiting'))) === 0 ? true : undefined),
    'nothing to wait any more',
  )
  expect(await figure(lane('mail_oldest_seconds'))).toBe(0)
  expect(await figure('mails_total{service="notifications",outcome="sent"}')).toBe(1)
  expect((await kit.client.get('/metrics')).body).not.toContain('Nobody has described it')
})

const lane = (name: string) => `${name}{service="notifications",lane="reminders"}`
