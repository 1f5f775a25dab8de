import type { Stored } from './library.ts'
import { openRecords, type Records } from '../records.ts'

/** What oidc-provider keeps: kind, id, content, and when it may be forgotten. */
interface Kept {
  kind: string
  id: string
  content: Stored
  until: number
}

export interface SessionContent extends Stored {
  uid: string
  accountId?: string
  authorizations?: Record<string, { sid?: string; grantId?: string }>
}

const lasting = new Set(['Session', 'Grant', 'RefreshToken'])
/** What is given out under a grant; a log-in under way names the grant too, and goes on. */
const given = new Set(['RefreshToken', 'AuthorizationCode'])
/** Those of the realms are signed statements; nobody asks for them again. */
const statements = new Set(['AccessToken', 'ClientCredentials'])

/** The storage behind one realm. Sessions and refresh tokens outlive the process, log-ins under way do not. */
export class Shelves {
  #lasting: Records<Kept>
  #passing: Records<Kept>

  #neverKept: ReadonlySet<string>

  constructor(file: string | null, neverKept: ReadonlySet<string> = statements) {
    this.#neverKept = neverKept
    this.#lasting = openRecords<Kept>(file)
    this.#passing = openRecords<Kept>(null)
    this.#sweep(this.#lasting)
  }

  /** The adapter that oidc-provider wants: one for each kind. */
  adapter = (kind: string) => ({
    upsert: async (id: string, content: Stored, expiresIn?: number) => {
      if (this.#neverKept.has(kind)) return
      const until = expiresIn === undefined ? Infinity : Date.now() + expiresIn * 1000
      this.#shelf(kind).set(`${kind}:${id}`, { kind, id, content: { ...content }, until })
      if (this.#passing.size > 5_000) this.#sweep(this.#passing)
    },
    find: async (id: string) => this.#find(kind, id),
    findByUid: async (uid: string) =>
      this.sessions().find(({ content }) => content.uid === uid)?.content,
    findByUserCode: async () => undefined,
    consume: async (id: string) => {
      const kept = this.#shelf(kind).get(`${kind}:${id}`)
      if (!kept) return
      const consumed = Math.floor(Date.now() / 1000)
      const content = { ...kept.content, consumed }
      this.#shelf(kind).set(`${kind}:${id}`, { ...kept, content })
    },
    destroy: async (id: string) => this.#shelf(kind).delete(`${kind}:${id}`),
    revokeByGrantId: async (grantId: string) => this.revoke(grantId),
  })

  sessions(): { id: string; content: SessionContent }[] {
    return this.#lasting
      .values()
      .filter(({ kind, until }) => kind === 'Session' && until > Date.now())
      .map(({ id, content }) => ({ id, content: content as SessionContent }))
  }

  removeSession(id: string): void {
    this.#lasting.delete(`Session:${id}`)
  }

  /** Everything that was given out under a grant, and the grant. */
  revoke(grantId: string): void {
    for (const shelf of [this.#lasting, this.#passing])
      for (const { kind, id, content } of shelf.values())
        if (given.has(kind) && content.grantId === grantId) shelf.delete(`${kind}:${id}`)
    this.#lasting.delete(`Grant:${grantId}`)
  }

  close(): void {
    this.#lasting.close()
  }

  #shelf(kind: string): Records<Kept> {
    return lasting.has(kind) ? this.#lasting : this.#passing
  }

  #find(kind: string, id: string): Stored | undefined {
    const kept = this.#shelf(kind).get(`${kind}:${id}`)
    return kept && kept.until > Date.now() ? kept.content : undefined
  }

  #sweep(shelf: Records<Kept>): void {
    for (const { kind, id, until } of shelf.values())
      if (until <= Date.now()) shelf.delete(`${kind}:${id}`)
  }
}
