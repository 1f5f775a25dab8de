import { expect, test } from 'vitest'
import { brokerPlaces } from '../src/kafka/places.ts'

test('brokers speak among themselves on ports that no other part is given, and none from outgoing connections', async () => {
  for (const { clientPort, controllerPort } of await brokerPlaces(3, [14_001, 0, 0])) {
    expect(clientPort).toBeLessThan(32_000)
    expect(controllerPort).toBeGreaterThan(32_000)
    expect(controllerPort).toBeLessThan(32_768)
  }
})
