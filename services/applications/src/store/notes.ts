import type { Note } from '../../prisma/client/client.ts'
import type { Tx } from './database.ts'

export async function insertNote(tx: Tx, note: Note): Promise<void> {
  await tx.note.create({ data: note })
}

/** Newest first. */
export function listNotes(tx: Tx, accountId: string): Promise<Note[]> {
  return tx.note.findMany({ where: { accountId }, orderBy: [{ at: 'desc' }, { id: 'desc' }] })
}

export function noteOf(note: Note) {
  const { id, kind, text, by, at } = note
  return { noteId: id, kind: kind as 'note' | 'appeal', text, by, at: at.toISOString() }
}
