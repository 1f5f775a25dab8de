import { readFileSync } from 'node:fs'
import { mostDays } from '@peercert/chassis/listening'
import { serviceSettings } from '@peercert/chassis/service-config'
import { expect, test } from 'vitest'

test('what can still come is never forgotten: topics, then comparison, then outboxes, then inboxes', () => {
  const topics = readFileSync(new URL('../../../deploy/kafka/topics.yaml', import.meta.url), 'utf8')
  const topicDays = Number(/^ {2}retentionDays: (\d+)$/m.exec(topics)?.[1])
  const { outboxKeepDays, inboxKeepDays } = serviceSettings
  const days = [
    topicDays,
    mostDays,
    outboxKeepDays.fallback?.value ?? 0,
    inboxKeepDays.fallback?.value ?? 0,
  ]
  expect(days).toEqual([28, 35, 42, 70])
  expect(days).toEqual([...days].sort((a, b) => a - b))
  expect(() => outboxKeepDays.parse(String(mostDays))).toThrow(/36/)
})
