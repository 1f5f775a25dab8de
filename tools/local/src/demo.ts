import { dateOf } from '@peercert/chassis/civil-date'
import { Holder, importDemo } from './demo-holder.ts'
import type { Urls } from './environment.ts'
import { people, type Person } from './people.ts'
import type { ProgramTime } from './program-time.ts'
import type { Tokens } from './tokens.ts'

export interface Seeding {
  readonly urls: Urls
  readonly tokens: Tokens
  /** Of the card processor. */
  readonly card: { readonly url: string; readonly secretKey: string }
  readonly time: ProgramTime
  readonly report: (step: string) => void
}

/** Brings each demo person to the point of the cycle that they show, through the services' own operations. */
export async function seedDemo(seeding: Seeding): Promise<void> {
  const { tokens, time, report } = seeding
  report('Making the demo people…')
  const today = dateOf(time.now())
  const holders = people.filter((person) => person.realm === 'peers')
  await importDemo(seeding, holders, today)
  const joined = holders.filter((person) => person.shows !== 'not-joined')
  for (const person of joined) await tokens.signIn(person)
  for (const person of people.filter(({ realm }) => realm === 'staff'))
    await tokens.signInStaff(person)
  await time.settle()
  report('Starting their renewals…')
  for (const person of joined) await bring(new Holder(seeding, person), person)
  await time.settle()
}

async function bring(holder: Holder, { shows }: Person): Promise<void> {
  if (shows === 'drafted') {
    await holder.start()
    await holder.reviewInformation()
  }
  if (shows === 'renewed' || shows === 'late-in-review') {
    await holder.fill()
    await holder.pay()
  }
  if (shows === 'payment-being-checked') {
    await holder.fill()
    await holder.payAndHearNothing()
  }
}
