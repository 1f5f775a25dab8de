import { createRequire } from 'node:module'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

// What we changed in kafkajs for speed has to leave every byte as it was.
const kafkajs = createRequire(import.meta.url)

interface Written {
  readonly buffer: Buffer
}
interface Message {
  readonly key: string
  readonly value: string
  readonly headers?: object
}
type Encode = (options: object) => { encode(): Promise<Written> }
interface Read {
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly offset: string
  readonly timestamp: string
  readonly headers: Readonly<Record<string, Buffer>>
}
type Decode = (decoder: object) => Promise<Read[]>

const produce = kafkajs('kafkajs/src/protocol/requests/produce/v7/request.js') as Encode
const plain = kafkajs('kafkajs/src/protocol/requests/produce/v3/plain.js') as {
  fits(request: object): boolean
}
const decodeMessages = kafkajs('kafkajs/src/protocol/requests/fetch/v4/decodeMessages.js') as Decode
const Decoder = kafkajs('kafkajs/src/protocol/decoder.js') as new (buffer: Buffer) => object
const crc32C = kafkajs('kafkajs/src/protocol/recordBatch/crc32C/crc32C.js') as (
  of: Buffer,
) => number

beforeAll(() => void vi.useFakeTimers({ now: Date.UTC(2026, 5, 15), toFake: ['Date'] }))
afterAll(() => void vi.useRealTimers())

const message = fc.record({
  key: fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }),
  value: fc.string({ maxLength: 2_000, unit: 'grapheme' }),
})
const topicData = fc.array(
  fc.record({
    topic: fc.string({ minLength: 1, maxLength: 40 }),
    partitions: fc.array(
      fc.record({
        partition: fc.nat(50),
        firstSequence: fc.nat(2 ** 31 - 1),
        messages: fc.array(message, { minLength: 1, maxLength: 150 }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  }),
  { minLength: 1, maxLength: 3 },
)
type TopicData = typeof topicData extends fc.Arbitrary<infer Value> ? Value : never

const requestOf = (data: readonly object[], transactionalId?: string) => ({
  acks: -1,
  timeout: 10_000,
  transactionalId,
  producerId: '4294967301',
  producerEpoch: 7,
  topicData: data,
})

/** The same records with a list of headers, which is empty: they take the way of pieces. */
function inPieces(data: TopicData): object[] {
  const withHeaders = (one: Message) => ({ ...one, headers: {} })
  return data.map(({ topic, partitions }) => ({
    topic,
    partitions: partitions.map((each) => ({ ...each, messages: each.messages.map(withHeaders) })),
  }))
}

test('a request that is written at once is, byte for byte, the one that is put together', async () => {
  await fc.assert(
    fc.asyncProperty(topicData, fc.option(fc.string(), { nil: undefined }), async (data, id) => {
      expect(plain.fits(requestOf(data))).toBe(true)
      expect(plain.fits(requestOf(inPieces(data)))).toBe(false)
      const atOnce = await produce(requestOf(data, id)).encode()
      const pieces = await produce(requestOf(inPieces(data), id)).encode()
      expect(atOnce.buffer.equals(pieces.buffer)).toBe(true)
    }),
    { numRuns: 150 },
  )
})

test('what is written is what is read, in order, also from the middle of several batches', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 100 }), async (messages) => {
      const data = [{ topic: 't', partitions: [{ partition: 0, firstSequence: 0, messages }] }]
      const batch = await batchOf(data)
      const twice = Buffer.concat([lengthOf(2 * batch.length), batch, batch])
      const read = await decodeMessages(new Decoder(twice))
      const said = read.map(({ key, value }) => ({ key: String(key), value: String(value) }))
      const meant = messages.map(({ key, value }) => ({ key: inUtf8(key), value: inUtf8(value) }))
      expect(said).toEqual([...meant, ...meant])
      expect(read.map(({ offset }) => Number(offset))).toEqual(
        [...messages, ...messages].map((_, index) => index % messages.length),
      )
    }),
    { numRuns: 100 },
  )
})

test('time, headers, and what is not there are read as they were written', async () => {
  const time = Date.UTC(2026, 5, 15)
  const messages = [
    { key: 'k', value: null, timestamp: time },
    { key: null, value: 'v', timestamp: time + 70_000, headers: { trace: '00-é', of: 'us' } },
  ]
  const data = [{ topic: 't', partitions: [{ partition: 0, firstSequence: 0, messages }] }]
  const batch = await batchOf(data)
  const read = await decodeMessages(new Decoder(Buffer.concat([lengthOf(batch.length), batch])))
  expect(
    read.map(({ key, value, timestamp, headers }) => ({ key, value, timestamp, headers })),
  ).toEqual([
    { key: Buffer.from('k'), value: null, timestamp: String(time), headers: {} },
    {
      key: null,
      value: Buffer.from('v'),
      timestamp: String(time + 70_000),
      headers: { trace: Buffer.from('00-é'), of: Buffer.from('us') },
    },
  ])
})

test('the check sum is CRC-32C, whatever the length', () => {
  expect(crc32C(Buffer.from('123456789'))).toBe(0xe3069283)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      expect(crc32C(Buffer.from(bytes))).toBe(bitByBit(bytes))
    }),
  )
})

/** The one batch of a request for topic "t". */
async function batchOf(data: readonly object[]): Promise<Buffer> {
  const { buffer } = await produce(requestOf(data)).encode()
  // Behind transactional id, acks, timeout, topics, "t", partitions, partition and length.
  return buffer.subarray(2 + 2 + 4 + 4 + 3 + 4 + 4 + 4)
}

function lengthOf(length: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(length)
  return bytes
}

const inUtf8 = (text: string) => Buffer.from(text).toString()

/** The Castagnoli polynomial, reflected. */
function bitByBit(bytes: Uint8Array): number {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  }
  return ~crc >>> 0
}
