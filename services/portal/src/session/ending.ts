import type { Signals } from '@peercert/chassis/signals'
import type { IdHash } from '../store/sessions.ts'

export const endedTopic = 'session-ended'

export const nameOf = (idHash: Uint8Array) => Buffer.from(idHash).toString('hex')

/** Every replica's open pages of this session hear that it is over. */
export function ended(signals: Signals, idHash: IdHash): void {
  signals.emit(endedTopic, nameOf(idHash))
}
