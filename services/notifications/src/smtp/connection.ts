import { contentOf, type Envelope } from './mime.ts'
import { replyReader } from './reply.ts'
import type { Handing, Letter } from './sender.ts'
import type { Session } from './session.ts'

/** One mail on its way. */
export interface Job {
  readonly index: number
  readonly letter: Letter
  /** One checked address. */
  readonly to: string
  /** How often a line broke before the mail was handed over. */
  breaks: number
}

export interface Work {
  /** The next mail; nothing when there is none, no time left, or the pace says wait. */
  next(): Job | undefined
  done(job: Job, handing: Handing): void
  /** The line broke before the server had it. */
  back(job: Job): void
  /** The connection has nothing in hand. */
  idle(): void
  /** The connection is no more; `spent` when it had simply carried enough. */
  ended(connection: Connection, spent: boolean): void
}

export interface ConnectionOptions {
  readonly envelope: Envelope
  readonly maxMessages: number
  readonly timeoutMs: number
}

type Step = 'MAIL' | 'RCPT' | 'DATA' | 'BODY' | 'RSET'

/**
 * Mails over one session. With PIPELINING the body of a mail and the envelope of the next leave in
 * one write, so each mail costs one round trip. Exactly one mail is ever in doubt when the line
 * breaks: the one whose body is out and whose last reply is not in.
 */
export class Connection {
  readonly #session: Session
  readonly #work: Work
  readonly #options: ConnectionOptions
  readonly #expected: Step[] = []
  #current: Job | undefined
  #ahead: Job | undefined
  #mail = 0
  #recipient = 0
  #carried = 0
  #replyBy = Infinity
  #over = false

  constructor(session: Session, work: Work, options: ConnectionOptions) {
    this.#session = session
    this.#work = work
    this.#options = options
    session.socket.on(
      'data',
      replyReader((code) => this.#onReply(code)),
    )
    session.socket.on('close', () => this.#fail(0, false))
    session.socket.on('error', () => {})
  }

  get busy(): boolean {
    return this.#current !== undefined
  }

  /** Takes up work if it has none in hand. */
  kick(): void {
    if (this.#over || this.#current || this.#expected.length > 0) return
    if (this.#carried >= this.#options.maxMessages) return this.#leave()
    this.#current = this.#work.next()
    if (!this.#current) return this.#work.idle()
    this.#write(this.#envelopeOf(this.#current))
  }

  /** A reply has its time as a whole: a server that drips byte by byte is not answering. */
  check(now: number): void {
    if (now > this.#replyBy) this.#fail(0, true)
  }

  close(): void {
    if (!this.#over) this.#leave()
  }

  #leave(): void {
    this.#over = true
    this.#session.socket.end('QUIT\r\n')
    // Whoever does not hang up after QUIT is hung up on.
    setTimeout(() => this.#session.socket.destroy(), 500).unref()
    this.#work.ended(this, true)
  }

  #write(text: string): void {
    this.#replyBy = performance.now() + this.#options.timeoutMs
    this.#session.socket.write(text)
  }

  #envelopeOf(job: Job): string {
    const { pipelining, eightBit } = this.#session
    const mail = `MAIL FROM:<${this.#options.envelope.from}>${eightBit ? ' BODY=8BITMIME' : ''}\r\n`
    if (!pipelining) {
      this.#expected.push('MAIL')
      return mail
    }
    this.#expected.push('MAIL', 'RCPT', 'DATA')
    return `${mail}RCPT TO:<${job.to}>\r\nDATA\r\n`
  }

  /** The envelope of the mail after this one, when it may leave now. */
  #lookAhead(): string {
    if (!this.#session.pipelining || this.#carried + 1 >= this.#options.maxMessages) return ''
    this.#ahead = this.#work.next()
    return this.#ahead ? this.#envelopeOf(this.#ahead) : ''
  }

  #onReply(code: number): void {
    if (this.#over) return
    const step = this.#expected.shift()
    this.#replyBy = this.#expected.length > 0 ? this.#replyBy : Infinity
    if (code === 0 || code === 421 || !step) return this.#fail(code, false, step)
    if (step === 'RSET') return code === 250 ? this.#proceed() : this.#fail(code, false)
    const job = this.#current as Job
    if (step === 'MAIL') this.#onMail(job, code)
    else if (step === 'RCPT') this.#onRecipient(code)
    else if (step === 'DATA') this.#onData(job, code)
    else this.#settle(job, this.#verdict(code))
  }

  #onMail(job: Job, code: number): void {
    this.#mail = code
    this.#recipient = 0
    if (this.#session.pipelining) return
    if (!good(code)) return this.#reset(job, { outcome: 'deferred', code })
    this.#expected.push('RCPT')
    this.#write(`RCPT TO:<${job.to}>\r\n`)
  }

  #onRecipient(code: number): void {
    this.#recipient = code
    if (this.#session.pipelining) return
    this.#expected.push('DATA')
    this.#write('DATA\r\n')
  }

  #onData(job: Job, code: number): void {
    if (code !== 354) return this.#reset(job, this.#verdict(code))
    // A server may ask for the body although it refused the recipient; an empty one ends that.
    const body = this.#accepted() ? this.#bodyOf(job) : '.\r\n'
    if (body === undefined) return this.#fail(0, true)
    this.#expected.push('BODY')
    this.#write(body + this.#lookAhead())
  }

  /** Nothing when it cannot be written: a header of ours is wrong, and nobody must get that. */
  #bodyOf(job: Job): string | undefined {
    try {
      return contentOf(job.letter, job.to, this.#options.envelope, this.#session.eightBit)
    } catch {
      return undefined
    }
  }

  #accepted(): boolean {
    return good(this.#mail) && good(this.#recipient)
  }

  /** The first refusal decides. One of the sender is about us, so the mail is tried again. */
  #verdict(last: number): Handing {
    if (!good(this.#mail)) return { outcome: 'deferred', code: this.#mail }
    const code = good(this.#recipient) ? last : this.#recipient
    if (good(code)) return { outcome: 'sent', code }
    return { outcome: code >= 500 ? 'refused' : 'deferred', code }
  }

  /** The server still holds half a mail: it must forget it before the next. */
  #reset(job: Job, handing: Handing): void {
    this.#expected.push('RSET')
    this.#write(`RSET\r\n${this.#lookAhead()}`)
    this.#settle(job, handing)
  }

  #settle(job: Job, handing: Handing): void {
    this.#carried += 1
    this.#current = this.#ahead
    this.#ahead = undefined
    this.#work.done(job, handing)
    this.#proceed()
  }

  #proceed(): void {
    if (!this.#over) this.kick()
  }

  #fail(code: number, late: boolean, answered?: Step): void {
    if (this.#over) return
    this.#over = true
    this.#session.socket.destroy()
    const handed = answered === 'BODY' || this.#expected[0] === 'BODY'
    const [current, ahead] = [this.#current, this.#ahead]
    this.#current = undefined
    this.#ahead = undefined
    if (ahead) this.#work.back(ahead)
    if (current && handed && !this.#accepted()) this.#work.done(current, this.#verdict(code))
    else if (current && (handed || late)) this.#work.done(current, { outcome: 'deferred', code })
    else if (current) this.#work.back(current)
    this.#work.ended(this, false)
  }
}

function good(code: number): boolean {
  return code >= 200 && code < 300
}
