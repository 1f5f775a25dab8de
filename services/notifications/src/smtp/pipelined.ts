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
  return new Pool(options)
}

class Pool implements Sender, Work {
  readonly #options: PipelinedOptions
  readonly #open = new Set<Connection>()
  #opening = 0
  #round: Round | undefined
  #closed = false

  constructor(options: PipelinedOptions) {
    this.#options = options
  }

  async send(letters: readonly Compose[], until: number): Promise<readonly Handing[]> {
    if (this.#round) throw new Error('one round at a time')
    if (letters.length === 0) return []
    const round = new Round(letters, until, this.#options)
    this.#round = round
    const timer = setInterval(() => this.#tick(), this.#options.pace.paced ? 20 : 200)
    try {
      const wanted = Math.min(this.#options.connections, Math.ceil(letters.length / 8))
      for (const connection of this.#open) connection.kick()
      for (let count = this.#open.size; count < wanted; count += 1) this.#connect()
      return await round.result
    } finally {
      clearInterval(timer)
      this.#round = undefined
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const connection of this.#open) connection.close()
  }

  next(): Job | undefined {
    return this.#round?.next()
  }

  done(job: Job, handing: Handing): void {
    this.#round?.settle(job.index, handing)
  }

  back(job: Job): void {
    this.#round?.back(job)
  }

  idle(): void {
    this.#consider()
  }

  ended(connection: Connection, spent: boolean): void {
    this.#open.delete(connection)
    if (!spent) this.#round?.trouble()
    if (this.#round?.wanting) this.#connect()
    this.#consider()
  }

  #connect(): void {
    if (this.#closed || this.#open.size + this.#opening >= this.#options.connections) return
    this.#opening += 1
    openSession(this.#options.server, this.#options.timeoutMs).then(
      (session) => {
        this.#opening -= 1
        const connection = new Connection(session, this, this.#options)
        this.#open.add(connection)
        if (this.#closed) connection.close()
        else connection.kick()
      },
      () => {
        this.#opening -= 1
        this.#round?.trouble()
        this.#consider()
      },
    )
  }

  /** Nobody works and nobody will: what is left was not tried. */
  #consider(): void {
    if (!this.#round || this.#opening > 0) return
    for (const connection of this.#open) if (connection.busy) return
    if (!this.#round.wanting || this.#open.size === 0) this.#round.end()
  }

  #tick(): void {
    const now = performance.now()
    for (const connection of this.#open) connection.check(now)
    if (this.#round?.wanting) {
      for (const connection of this.#open) connection.kick()
      if (this.#open.size + this.#opening === 0) this.#connect()
    }
    this.#consider()
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
