import { points } from '@peercert/chassis/failpoints'
import { expect, test } from 'vitest'
import { diceOf } from '../src/dice.ts'
import { isKill, planOf, pointsOf } from '../src/plan.ts'

const plan = (seed: number, kills = 1_000) => planOf({ kills, brokers: 3, wires: 20 }, diceOf(seed))

test('the same seed is the same plan, another one is another', () => {
  expect(plan(7)).toEqual(plan(7))
  expect(plan(8)).not.toEqual(plan(7))
})

test('a plan has as many kills as were asked for, at least four of five on services', () => {
  for (const count of [8, 60, 1_000]) {
    const kills = plan(1, count).filter(isKill)
    expect(kills).toHaveLength(count)
    const ofServices = kills.filter((fault) => 'target' in fault && fault.target in pointsOf)
    expect(ofServices.length / count).toBeGreaterThanOrEqual(0.8)
  }
})

test('the short form has everything in it: databases, brokers, signals, cuts and moves of leaders', () => {
  const faults = plan(3, 60)
  const targets = new Set(faults.flatMap((fault) => ('target' in fault ? [fault.target] : [])))
  for (const name of ['postgres', 'nats', ...Object.keys(pointsOf)]) expect(targets).toContain(name)
  expect([...targets].filter((name) => name.startsWith('kafka')).length).toBeGreaterThan(0)
  const kinds = new Set(faults.map(({ kind }) => kind))
  expect([...kinds].toSorted()).toEqual(['cut', 'kill', 'kill at a point', 'leader move'])
})

test('every point is somewhere on the way of the journey', () => {
  expect(new Set(Object.values(pointsOf).flat())).toEqual(new Set(Object.keys(points)))
})
