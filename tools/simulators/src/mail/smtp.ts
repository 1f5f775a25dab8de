import { createServer, type Server, type Socket } from 'node:net'

export interface Envelope {
  from: string
  recipients: string[]
}

/** What the server does instead of what it would have done. */
export interface Verdict {
  reply?: string
  waitMs?: number
  close?: boolean
  hang?: boolean
}

/** Each is asked at its moment; nothing means: go on. */
export interface SmtpHooks {
  connected?(): Verdict | undefined
  recipient?(address: string): Verdict | undefined
  dataCommand?(envelope: Envelope): Verdict | undefined
  message(envelope: Envelope, raw: Buffer): Verdict | undefined
}

const sizeLimit = 25 * 1024 * 1024
const lineLimit = 4096
const endOfData = Buffer.from('\r\n.\r\n')
const stuffed = Buffer.from('\r\n..')

/** A dot that stood at the start of a line was doubled on the way. */
function unstuff(raw: Buffer): Buffer {
  let at = raw.indexOf(stuffed)
  const starts = raw[0] === 0x2e
  if (at < 0 && !starts) return raw
  const parts: Buffer[] = []
  let from = starts ? 1 : 0
  while (at >= 0) {
    parts.push(raw.subarray(from, at + 3))
    from = at + 4
    at = raw.indexOf(stuffed, from)
  }
  parts.push(raw.subarray(from))
  return Buffer.concat(parts)
}

const addressIn = (text: string) => /^\s*<([^<>\s]*)>(?:\s+(.*))?$/.exec(text)

/** One connection. Commands are answered in order, however many arrive at once (RFC 2920). */
class Session {
  #socket: Socket
  #hooks: SmtpHooks
  #rest: Buffer = Buffer.alloc(0)
  #data: Buffer[] | null = null
  #size = 0
  #replies = ''
  #paused = false
  #greeted = false
  #from: string | null = null
  #recipients: string[] = []

  constructor(socket: Socket, hooks: SmtpHooks) {
    this.#socket = socket
    this.#hooks = hooks
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk: Buffer) => this.#read(chunk))
    this.#follow(hooks.connected?.(), '220 simulator ESMTP')
    this.#flush()
  }

  #read(chunk: Buffer): void {
    this.#rest = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk
    this.#work()
  }

  #work(): void {
    while (!this.#paused && this.#rest.length > 0)
      if (!(this.#data ? this.#takeData(this.#data) : this.#takeLine())) break
    this.#flush()
  }

  #flush(): void {
    if (this.#replies && !this.#socket.destroyed) this.#socket.write(this.#replies)
    this.#replies = ''
  }

  #takeLine(): boolean {
    const end = this.#rest.indexOf('\n')
    if (end < 0) {
      if (this.#rest.length > lineLimit) this.#end('500 Line too long')
      return false
    }
    const line = this.#rest.toString('utf8', 0, end).replace(/\r$/, '')
    this.#rest = this.#rest.subarray(end + 1)
    this.#command(line)
    return true
  }

  /** The end mark may be cut in two by the network: the last bytes wait for the next chunk. */
  #takeData(data: Buffer[]): boolean {
    const first = data.length === 0 && this.#size === 0
    const end = first && this.#rest.indexOf('.\r\n') === 0 ? -2 : this.#rest.indexOf(endOfData)
    if (end === -1) {
      const safe = this.#rest.length - (endOfData.length - 1)
      if (safe <= 0) return false
      this.#keep(data, this.#rest.subarray(0, safe))
      this.#rest = this.#rest.subarray(safe)
      return false
    }
    this.#keep(data, this.#rest.subarray(0, end + 2))
    this.#rest = this.#rest.subarray(end + endOfData.length)
    this.#data = null
    const envelope = { from: this.#from ?? '', recipients: this.#recipients }
    this.#reset()
    if (this.#size > sizeLimit) this.#reply('552 Message exceeds fixed maximum message size')
    else this.#follow(this.#hooks.message(envelope, unstuff(Buffer.concat(data))), '250 OK: queued')
    return true
  }

  #keep(data: Buffer[], part: Buffer): void {
    this.#size += part.length
    if (this.#size <= sizeLimit) data.push(part)
  }

  #command(line: string): void {
    const [, verb = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(line) ?? []
    switch (verb.toUpperCase()) {
      case 'EHLO':
        this.#hello(
          '250-simulator\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-ENHANCEDSTATUSCODES\r\n' +
            `250 SIZE ${sizeLimit}`,
          rest,
        )
        return
      case 'HELO':
        this.#hello('250 simulator', rest)
        return
      case 'MAIL':
        this.#mail(rest)
        return
      case 'RCPT':
        this.#recipient(rest)
        return
      case 'DATA':
        this.#dataCommand()
        return
      default:
        this.#aside(verb.toUpperCase())
    }
  }

  /** Commands that change nothing about the mail. */
  #aside(verb: string): void {
    if (verb === 'RSET') this.#reset()
    if (verb === 'QUIT') this.#end('221 Bye')
    else if (verb === 'RSET' || verb === 'NOOP') this.#reply('250 OK')
    else if (verb === 'VRFY') this.#reply('252 Try to send something. No promises though')
    else if (verb === 'HELP') this.#reply('214 See RFC 5321')
    else this.#reply('500 Error: command not recognized')
  }

  #hello(reply: string, name: string): void {
    if (!name) return this.#reply('501 Error: syntax: EHLO hostname')
    this.#greeted = true
    this.#reset()
    this.#reply(reply)
  }

  #mail(rest: string): void {
    if (!this.#greeted) return this.#reply('503 Error: send HELO/EHLO first')
    if (this.#from !== null) return this.#reply('503 Error: nested MAIL command')
    const found = addressIn(rest.replace(/^from:/i, ''))
    if (!/^from:/i.test(rest) || !found) return this.#reply('501 Error: Bad sender address syntax')
    const size = Number(/\bSIZE=(\d+)/i.exec(found[2] ?? '')?.[1] ?? 0)
    if (size > sizeLimit) return this.#reply('552 Message exceeds fixed maximum message size')
    this.#from = found[1] ?? ''
    this.#reply('250 Accepted')
  }

  #recipient(rest: string): void {
    if (this.#from === null) return this.#reply('503 Error: need MAIL command')
    const [, address = ''] = addressIn(rest.replace(/^to:/i, '')) ?? []
    if (!/^to:/i.test(rest) || !address)
      return this.#reply('501 Error: Bad recipient address syntax')
    const verdict = this.#hooks.recipient?.(address)
    if (!verdict?.reply) this.#recipients.push(address)
    this.#follow(verdict, '250 Accepted')
  }

  #dataCommand(): void {
    if (this.#recipients.length === 0) return this.#reply('503 Error: need RCPT command')
    const envelope = { from: this.#from ?? '', recipients: this.#recipients }
    const verdict = this.#hooks.dataCommand?.(envelope)
    this.#data = []
    this.#size = 0
    this.#follow(verdict, '354 End data with <CR><LF>.<CR><LF>')
  }

  #reset(): void {
    this.#from = null
    this.#recipients = []
  }

  #reply(text: string): void {
    this.#replies += `${text}\r\n`
  }

  #end(text: string): void {
    this.#paused = true
    this.#reply(text)
    this.#flush()
    this.#socket.end()
  }

  #follow(verdict: Verdict | undefined, usual: string): void {
    if (!verdict) return this.#reply(usual)
    if (verdict.hang) this.#paused = true
    else if (verdict.close && !verdict.reply) {
      this.#paused = true
      this.#flush()
      this.#socket.destroy()
    } else if (verdict.waitMs) {
      this.#paused = true
      const { waitMs: _waited, ...then } = verdict
      setTimeout(() => {
        this.#paused = false
        this.#follow(then.reply || then.close ? then : undefined, usual)
        this.#work()
      }, verdict.waitMs)
    } else if (verdict.close) this.#end(verdict.reply ?? usual)
    else this.#reply(verdict.reply ?? usual)
  }
}

export interface SmtpServer {
  server: Server
  close(): Promise<void>
}

/** A mail server that takes everything, unless it is told otherwise. */
export function openSmtp(hooks: SmtpHooks): SmtpServer {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    new Session(socket, hooks)
  })
  return {
    server,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
