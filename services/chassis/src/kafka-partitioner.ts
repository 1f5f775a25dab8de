import type { ICustomPartitioner } from 'kafkajs'

const seed = 0x9747b28c
const mix = 0x5bd1e995

/**
 * Where a key goes, as every other client of Kafka computes it; kafkajs does the same with big
 * integers, which costs more than all else that it does for a record.
 */
export function murmur2(bytes: Uint8Array): number {
  const { length } = bytes
  const whole = length & ~3
  const at = (index: number) => bytes[index] as number
  let hash = seed ^ length
  for (let i = 0; i < whole; i += 4) {
    let word = at(i) | (at(i + 1) << 8) | (at(i + 2) << 16) | (at(i + 3) << 24)
    word = Math.imul(word, mix)
    word ^= word >>> 24
    hash = Math.imul(hash, mix) ^ Math.imul(word, mix)
  }
  if (length % 4 > 2) hash ^= at(whole + 2) << 16
  if (length % 4 > 1) hash ^= at(whole + 1) << 8
  if (length % 4 > 0) hash = Math.imul(hash ^ at(whole), mix)
  hash = Math.imul(hash ^ (hash >>> 13), mix)
  return hash ^ (hash >>> 15)
}

/** For records that have a key, every one of them; tells where each goes. */
export function keyPartitioner(
  chosen: (topic: string, partition: number) => void,
): ICustomPartitioner {
  return () =>
    ({ topic, partitionMetadata, message }) => {
      const key = Buffer.from(message.key as string)
      const partition = (murmur2(key) & 0x7fffffff) % partitionMetadata.length
      chosen(topic, partition)
      return partition
    }
}
