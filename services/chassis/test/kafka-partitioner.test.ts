import fc from 'fast-check'
import kafkajs from 'kafkajs'
import { expect, test } from 'vitest'
import { keyPartitioner } from '../src/kafka-partitioner.ts'

const metadata = (count: number) =>
  Array.from({ length: count }, (_, partitionId) => ({ partitionId, leader: 1 })) as never

test('a key goes where every other client of Kafka would put it', () => {
  const theirs = kafkajs.Partitioners.DefaultPartitioner()
  const ours = keyPartitioner(() => {})()
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.integer({ min: 1, max: 50 }),
      (key, count) => {
        const record = {
          topic: 't',
          partitionMetadata: metadata(count),
          message: { key, value: '' },
        }
        expect(ours(record)).toBe(theirs(record))
      },
    ),
    { numRuns: 2_000 },
  )
})

test('known places of keys stay where they are', () => {
  const ours = keyPartitioner(() => {})()
  const place = (key: string) =>
    ours({ topic: 't', partitionMetadata: metadata(6), message: { key, value: '' } })
  expect(['a', 'ab', 'abc', 'abcd', '01a20338-fd3e-7cf7-b5cd-d632d986b1f5'].map(place)).toEqual([
    4, 2, 3, 2, 4,
  ])
})
