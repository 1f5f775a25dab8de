import type { Opened } from '../pieces/documents.tsx'

/** What a line of the history is about, and how to open it. */
export interface LinkedThing {
  readonly text: string
  readonly opened?: Opened
}

export type LinkedThings = ReadonlyMap<string, LinkedThing>
