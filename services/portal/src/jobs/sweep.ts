import { loop, type Loop } from '@peercert/chassis/background'
import type { Deps } from '../deps.ts'
import { idleMs } from '../rules/session-life.ts'
import * as logIns from '../store/log-ins.ts'
import * as references from '../store/references.ts'
import * as sessions from '../store/sessions.ts'

/** Machine time: what is over is deleted, not only ignored. References stay as long as somebody may call about them. */
const keptMs = 180 * 24 * 60 * 60_000

export function sweep({ db, clock }: Deps): Loop {
  return loop({
    name: 'sweep',
    everyMs: 60_000,
    async run() {
      const now = clock.machine()
      await sessions.endOver(db, new Date(now.getTime() - idleMs), now)
      await logIns.endOver(db, now)
      await references.forget(db, new Date(now.getTime() - keptMs))
    },
  })
}
