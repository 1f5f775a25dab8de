import { once } from '@peercert/chassis/idempotency'
import type { Routes } from '../deps.ts'
import { record } from '../store/history.ts'
import { insertNote, noteOf } from '../store/notes.ts'

const roles = ['reviewer', 'finance', 'admin']

export const noteRoutes: Pick<Routes, 'addNote'> = {
  addNote: (call, { db, clock }) =>
    db.$transaction((tx) =>
      once(tx, call, async () => {
        const { params, body, caller } = call
        const { accountId } = params
        const at = clock.now()
        const note = { id: crypto.randomUUID(), accountId, ...body, by: caller.subject, at }
        await insertNote(tx, note)
        const role = roles.find((each) => caller.roles.includes(each)) ?? 'reviewer'
        await record(tx, {
          accountId,
          at,
          filter: 'staff',
          code: body.kind === 'appeal' ? 'appeal.recorded' : 'note.added',
          facts: {},
          actor: { kind: 'staff', subject: caller.subject, role },
          ruleIds: body.kind === 'appeal' ? ['APL-1', 'APL-3'] : ['CONV-10'],
          linkedId: note.id,
        })
        return { status: 201 as const, body: noteOf(note) }
      }),
    ),
}
