import { addressOf } from './address.ts'
import { Connection, type Job, type Work } from './connection.ts'
import type { Envelope } from './mime.ts'
import type { Pace } from './pace.ts'
import type { Compose, Handing, Sender, Server } from './sender.ts'
import { openSession } from './session.ts'

export interface PipelinedOptions {
  readonly server: Server
  readonly envelope: Envelope
  readonly connections: number
  /** Some providers want a new connection after so many mails. */
  readonly maxMessages: number
  /** For a reply, and for the beginning of a session. */
  readonly timeoutMs: number
  readonly pace: Pace
}

const unsent: Handing = { outcome: 'unsent', code: 0 }
/** A mail that breaks this many lines waits for later. */
const maxBreaks = 3

/** Many mails over a few connections that stay open between rounds. */
export function pipelinedSender(options: PipelinedOptions): Sender {
  const open = new Set<Connection>()
  let round: Round | undefined
  let closed = false

  const work: Work = {
    next: () => round?.next(),
    done: (job, handing) => round?.settle(job.index, handing),
    back: (job) => round?.back(job),
    idle: () => consider(),
    ended(connection, spent) {
      open.delete(connection)
      if (!spent) round?.trouble()
      if (round?.wanting) connect()
      consider()
    },
  }

  let opening = 0
  const connect = () => {
    if (closed || open.size + opening >= options.connections) return
    opening += 1
    openSession(options.server, options.timeoutMs)
      .then((session) => {
        opening -= 1
        const connection = new Connection(session, work, options)
        open.add(connection)
        if (closed) connection.close()
        else connection.kick()
      })
      .catch(() => {
        opening -= 1
        round?.trouble()
        consider()
      })
  }

  /** Nobody works and nobody will: what is left was not tried. */
  const consider = () => {
    if (!round || opening > 0) return
    for (const connection of open) if (connection.busy) return
    if (!round.wanting || open.size === 0) round.end()
  }

  const tick = () => {
    const now = performance.now()
    for (const connection of open) connection.check(now)
    if (round?.wanting) {
      for (const connection of open) if (!connection.busy) connection.kick()
      if (open.size + opening === 0) connect()
    }
    consider()
  }

  return {
    async send(letters, until) {
      if (round) throw new Error('one round at a time')
      if (letters.length === 0) return []
      round = new Round(letters, until, options)
      const timer = setInterval(tick, options.pace.paced ? 20 : 200)
      try {
        const wanted = Math.min(options.connections, Math.ceil(letters.length / 8))
        for (const connection of open) connection.kick()
        while (open.size + opening < wanted) connect()
        return await round.result
      } finally {
        clearInterval(timer)
        round = undefined
      }
    },
    async close() {
      closed = true
      for (const connection of open) connection.close()
    },
  }
}

/** The mails of one send(), and what became of each. */
class Round {
  readonly result: Promise<readonly Handing[]>
  readonly #letters: readonly Compose[]
  readonly #until: number
  readonly #pace: Pace
  readonly #patience: number
  readonly #handings: (Handing | undefined)[]
  readonly #returned: Job[] = []
  #given = 0
  #open: number
  #troubles = 0
  #finish: (handings: readonly Handing[]) => void = () => {}

  constructor(letters: readonly Compose[], until: number, options: PipelinedOptions) {
    this.#letters = letters
    this.#until = until
    this.#pace = options.pace
    this.#patience = options.connections * 2
    this.#handings = Array.from({ length: letters.length })
    this.#open = letters.length
    this.result = new Promise((resolve) => {
      this.#finish = resolve
    })
  }

  /** Mails are left, and it makes sense to go on. */
  get wanting(): boolean {
    const left = this.#returned.length > 0 || this.#given < this.#letters.length
    return left && this.#troubles < this.#patience && performance.now() < this.#until
  }

  next(): Job | undefined {
    while (this.wanting && this.#pace.take()) {
      const returned = this.#returned.pop()
      if (returned) return returned
      const index = this.#given++
      const job = jobOf(index, this.#letters[index] as Compose)
      if ('to' in job) return job
      this.settle(index, job)
    }
    return undefined
  }

  settle(index: number, handing: Handing): void {
    this.#handings[index] = handing
    this.#open -= 1
    this.#troubles = 0
    if (this.#open === 0) this.end()
  }

  back(job: Job): void {
    job.breaks += 1
    if (job.breaks >= maxBreaks) this.settle(job.index, { outcome: 'deferred', code: 421 })
    else this.#returned.push(job)
  }

  trouble(): void {
    this.#troubles += 1
  }

  end(): void {
    this.#finish(this.#handings.map((handing) => handing ?? unsent))
  }
}

function jobOf(index: number, compose: Compose): Job | Handing {
  try {
    const letter = compose()
    const to = addressOf(letter.to)
    // No server needs to be asked whether it knows such a mailbox.
    return to ? { index, letter, to, breaks: 0 } : { outcome: 'refused', code: 553 }
  } catch {
    // What cannot be written today does not stop the mails after it.
    return { outcome: 'deferred', code: 0 }
  }
}
