import type { Point } from '@peercert/chassis/reached'
import type { Dice } from './dice.ts'
import type { Cut } from './wires.ts'

/** One thing that goes wrong. Only `kill…` kinds count as kills. */
export type Fault = { readonly pauseMs: number } & (
  | { readonly kind: 'kill'; readonly target: string }
  | {
      readonly kind: 'kill at a point'
      readonly target: string
      readonly point: Point
      readonly after: number
    }
  | { readonly kind: 'leader move'; readonly target: string }
  | { readonly kind: 'cut'; readonly wire: number; readonly how: Cut; readonly forMs: number }
)

export function isKill({ kind }: Fault): boolean {
  return kind === 'kill' || kind === 'kill at a point'
}

const everywhere: readonly Point[] = ['api.received', 'api.after-commit', 'api.after-reply']
const saying: readonly Point[] = [
  'change.after-domain-row',
  'change.after-outbox-row',
  'relay.after-lock',
  'relay.after-mark',
  'relay.after-publish',
  'relay.after-commit',
]
const hearing: readonly Point[] = [
  'consumer.received',
  'consumer.after-inbox-row',
  'consumer.after-effect',
  'consumer.after-commit',
  'consumer.after-ack',
]
const mailing: readonly Point[] = ['mail.after-lease', 'mail.after-hand-over', 'mail.before-mark']

/** Which points a service comes by in the journey. */
export const pointsOf: Readonly<Record<string, readonly Point[]>> = {
  identity: ['api.received', 'api.after-commit', 'api.after-reply', 'consumer.received'],
  applications: [...everywhere, ...saying, ...hearing],
  payments: [...everywhere, 'api.after-idempotency-row', ...saying],
  notifications: [
    'relay.after-mark',
    'relay.after-publish',
    'relay.after-commit',
    ...hearing,
    ...mailing,
  ],
  portal: [...everywhere, ...hearing],
}

/** Those with the most to lose die most. */
const weights = { applications: 3, payments: 3, notifications: 2, identity: 1, portal: 1 }
const services = Object.entries(weights).flatMap(([name, weight]) =>
  Array.from({ length: weight }, () => name),
)

export interface PlanOptions {
  readonly kills: number
  readonly brokers: 1 | 3
  /** How many lines there are that can be cut. */
  readonly wires: number
}

/** What goes wrong, in order; the same for the same dice. At least 80 % of the kills are of services. */
export function planOf({ kills, brokers, wires }: PlanOptions, dice: Dice): Fault[] {
  const plan: Fault[] = []
  for (let count = 0; count < kills; count += 1) {
    plan.push(killOf(count, brokers, dice))
    if (count % 6 === 5) plan.push(cutOf(wires, dice))
    if (brokers === 3 && count % 25 === 12)
      plan.push({ kind: 'leader move', target: brokerOf(brokers, dice), pauseMs: 200 })
  }
  return plan
}

function killOf(count: number, brokers: 1 | 3, dice: Dice): Fault {
  const pauseMs = dice.below(900)
  // Every eighth is of what services stand on, in turn, so that a short run has them all.
  if (count % 8 === 7) {
    const under = ['postgres', brokerOf(brokers, dice), 'nats']
    return { kind: 'kill', target: under[Math.floor(count / 8) % under.length] ?? 'nats', pauseMs }
  }
  const target = dice.pick(services)
  if (dice.chance() < 0.45) return { kind: 'kill', target, pauseMs }
  const point = dice.pick(pointsOf[target] ?? everywhere)
  return { kind: 'kill at a point', target, point, after: dice.below(4), pauseMs }
}

function brokerOf(brokers: 1 | 3, dice: Dice): string {
  return `kafka-${1 + dice.below(brokers)}`
}

function cutOf(wires: number, dice: Dice): Fault {
  return {
    kind: 'cut',
    wire: dice.below(wires),
    how: dice.chance() < 0.5 ? 'refused' : 'silent',
    forMs: 300 + dice.below(2_700),
    pauseMs: dice.below(500),
  }
}
