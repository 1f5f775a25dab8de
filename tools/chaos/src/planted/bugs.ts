import { join } from 'node:path'

/** A mistake that somebody could make, as a patch, and the experiment that must notice it. */
export interface Bug {
  readonly name: string
  /** In the folder of the patches. */
  readonly patch: string
  readonly scenario: string
}

export const patches = join(import.meta.dirname, '../../planted')

/** Those of reliability 3.4. */
export const bugs: readonly Bug[] = [
  ['ack before commit', 'killed with the effect uncommitted'],
  ['no inbox', 'killed before the broker knows'],
  ['mark before publish', 'killed before the broker has it'],
  ['cursor relay', 'a number taken early and committed late'],
  ['consumer swallows unknown version', 'a version that nobody knows'],
  ['dlq write not awaited', 'killed while a fact is being parked'],
  ['offset committed on a timer', 'killed in the middle of long work'],
  ['idempotency row in its own transaction', 'killed before the answer is kept'],
  ['voucher check outside the lock', 'one voucher for six payments at once'],
  ['mail sent inside the transaction', 'killed with the notice uncommitted'],
  ['expiry by utc date', 'paid in the last half hour'],
  ['now in sql', 'program time is not the time of the machine'],
].map(([name = '', scenario = '']) => ({
  name,
  patch: `${name.replaceAll(' ', '-')}.patch`,
  scenario,
}))
