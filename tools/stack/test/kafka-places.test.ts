import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from '@peercert/chassis/eventually'
import { isFree } from '@peercert/local/ports'
import { describe, expect, test } from 'vitest'
import { skipReason } from '../src/available.ts'
import { startKafka } from '../src/kafka/cluster.ts'
import { brokerPlaces } from '../src/kafka/places.ts'

const reason = await skipReason()

test('brokers speak among themselves on ports that no other part is given, and none from outgoing connections', async () => {
  for (const { clientPort, controllerPort } of await brokerPlaces(3, [14_001, 0, 0])) {
    expect(clientPort).toBeLessThan(32_000)
    expect(controllerPort).toBeGreaterThan(32_000)
    expect(controllerPort).toBeLessThan(32_768)
  }
})

describe.skipIf(reason)(`a broker${reason ? ` (${reason})` : ''}`, { timeout: 300_000 }, () => {
  test('whose port somebody had for a moment starts all the same', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'peercert-kafka-'))
    const [place] = await brokerPlaces(1)
    const port = place?.clientPort ?? 0
    const somebody = createServer()
    await new Promise<void>((resolve) => somebody.listen(port, '127.0.0.1', resolve))
    const starting = startKafka({ dataDir, ports: [port] })
    const log = join(dataDir, 'kafka-1.log')
    const said = () => (existsSync(log) ? readFileSync(log, 'utf8') : '')
    await eventually(
      async () => said().includes('Address already in use') || undefined,
      'the first start to fail',
      120_000,
    )
    await new Promise((resolve) => somebody.close(resolve))
    const cluster = await starting
    expect(cluster.brokers).toEqual([`127.0.0.1:${port}`])
    await cluster.stop()
    expect(await isFree(port)).toBe(true)
    rmSync(dataDir, { recursive: true, force: true })
  })
})
