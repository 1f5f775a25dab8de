import { inSpan, inTrace } from '@peercert/chassis/spans'
import nodemailer from 'nodemailer'
import { addressOf } from './address.ts'
import { type Envelope, senderName } from './mime.ts'
import type { Pace } from './pace.ts'
import {
  type Compose,
  type Handing,
  isLoopback,
  type Letter,
  type Sender,
  type Server,
} from './sender.ts'

export interface SingleOptions {
  readonly server: Server
  readonly envelope: Envelope
  readonly maxMessages: number
  readonly timeoutMs: number
  readonly pace: Pace
}

interface Refusal extends Error {
  readonly code?: string
  readonly command?: string
  readonly responseCode?: number
  readonly syscall?: string
}

/** nodemailer: for mail that comes one by one, and the reference for our own client. */
export function singleSender(options: SingleOptions): Sender {
  let transport = transportOf(options)
  const send = async (compose: Compose): Promise<Handing> => {
    try {
      const letter = compose()
      const to = addressOf(letter.to)
      if (!to) return { outcome: 'refused', code: 553 }
      options.pace.borrow()
      const info = await traced(letter, () =>
        limited(transport.sendMail(mailOf(letter, to, options.envelope)), options),
      )
      return { outcome: 'sent', code: Number(String(info.response).slice(0, 3)) || 250 }
    } catch (error) {
      if (error instanceof TooSlow) {
        transport.close()
        transport = transportOf(options)
      }
      return handingOf(error as Refusal)
    }
  }
  return {
    async send(letters, until) {
      const handings: Handing[] = []
      let next = 0
      let unreachable = false
      const work = async () => {
        while (next < letters.length) {
          const index = next++
          const mayGo = !unreachable && performance.now() < until
          const handing: Handing = mayGo
            ? await send(letters[index] as Compose)
            : { outcome: 'unsent', code: 0 }
          handings[index] = handing
          // The rest need not find out one by one that nobody answers.
          if (handing.outcome === 'unsent') unreachable = true
        }
      }
      await Promise.all(Array.from({ length: connections }, work))
      return handings
    },
    async close() {
      transport.close()
    },
  }
}

const connections = 4

/** Handing over one mail, in the trace of whoever caused it; whom it goes to is not said. */
function traced<T>({ kind = 'mail', traceparent }: Letter, work: () => Promise<T>): Promise<T> {
  const settings = { kind: 'client' as const, attributes: { 'peercert.notice': kind } }
  return traceparent
    ? inTrace(traceparent, () => inSpan(`hand over ${kind}`, work, settings))
    : work()
}

function transportOf({ server, maxMessages, timeoutMs }: SingleOptions) {
  return nodemailer.createTransport({
    pool: true,
    maxConnections: connections,
    maxMessages,
    host: server.host,
    port: server.port,
    secure: server.implicitTls,
    // A password is not sent in clear text either, but to ourselves.
    requireTLS:
      !server.implicitTls &&
      (server.requireTls || (server.user !== undefined && !isLoopback(server.host))),
    ...(server.user !== undefined && { auth: { user: server.user, pass: server.password ?? '' } }),
    ...(server.ca && { tls: { ca: server.ca } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

function mailOf(letter: Letter, to: string, { from, replyTo }: Envelope) {
  return {
    from: { name: senderName, address: from },
    replyTo: { name: '', address: replyTo },
    to: { name: '', address: to },
    envelope: { from, to: [to] },
    subject: letter.subject,
    text: letter.text,
    html: letter.html,
    date: letter.date,
    messageId: `<${letter.messageId}>`,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'Content-Language': letter.language,
      ...(letter.unsubscribe && {
        'List-Unsubscribe': `<${letter.unsubscribe}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
  }
}

class TooSlow extends Error {}

/** Its own time limits start anew with each byte; this one does not. */
async function limited<T>(sending: Promise<T>, { timeoutMs }: SingleOptions): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TooSlow()), timeoutMs * 2)
  })
  try {
    return await Promise.race([sending, late])
  } finally {
    clearTimeout(timer)
  }
}

const notReached = new Set(['EDNS', 'ETLS', 'EREQUIRETLS', 'EAUTH', 'ENOAUTH'])

function handingOf(error: Refusal): Handing {
  const code = error.responseCode ?? 0
  // A refusal of our name or our sign-in says nothing about the mailbox.
  const aboutMail =
    error.command === 'RCPT TO' || error.command === 'DATA' || error.code === 'EMESSAGE'
  if (code >= 500 && aboutMail) return { outcome: 'refused', code }
  // When in doubt it was tried: the server may have it.
  const untried = error.syscall === 'connect' || notReached.has(error.code ?? '')
  return { outcome: untried ? 'unsent' : 'deferred', code }
}
