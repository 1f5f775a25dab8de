import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { openJournal, type Journal } from './journal.ts'
import { Bounces, type BounceTarget } from './mail/bounces.ts'
import { addInbox } from './mail/inbox.ts'
import {
  messageIdOf,
  openMailbox,
  type Letter,
  type Mailbox,
  type StoredLetter,
} from './mail/letters.ts'
import {
  readMailOrder,
  takeAt,
  takeClosing,
  takeForLetter,
  verdictOf,
  type MailOrder,
} from './mail/mail-orders.ts'
import { openSmtp, type SmtpHooks } from './mail/smtp.ts'
import { openOrders, type OrderBook } from './orders.ts'
import { openRecords } from './records.ts'
import { addDesk, addressOf, buildWeb, closeWeb, Refused } from './web.ts'

export interface MailOptions {
  /** Of the inbox page and the desk. */
  port?: number
  smtpPort?: number
  host?: string
  /** Where the last letters are kept across restarts; without it they live in memory. */
  folder?: string
  /** How many letters are kept. */
  keep?: number
  /** Who is told that a letter came back. */
  bounces?: BounceTarget
  /** Orders to start with, such as an address that always bounces. */
  orders?: Record<string, unknown>[]
}

export interface MailSimulator {
  url: string
  smtp: { host: string; port: number }
  messages(filter?: { to?: string }): Promise<Letter[]>
  /** The newest letter that fits, as soon as there is one. */
  waitFor(filter: { to?: string; subject?: string }, withinMs?: number): Promise<Letter>
  order(order: Record<string, unknown>): object
  setBounces(target: BounceTarget | null): void
  close(): Promise<void>
}

interface Parts {
  journal: Journal
  orders: OrderBook<MailOrder>
  mailbox: Mailbox
  bounces: Bounces
}

function hooksOf({ journal, orders, mailbox, bounces }: Parts): SmtpHooks {
  return {
    connected: () => verdictOf(takeAt(orders, 'connect', [])),
    recipient(address) {
      const order = takeAt(orders, 'rcpt', [address])
      if (order) journal.write('ordered', { to: address, do: order.do, code: order.code })
      return verdictOf(order)
    },
    dataCommand: (envelope) => verdictOf(takeClosing(orders, envelope)),
    message(envelope, bytes) {
      const raw = bytes.toString('latin1')
      const order = takeForLetter(orders, envelope, raw)
      const note = { to: envelope.recipients, messageId: messageIdOf(raw), bytes: bytes.length }
      if (order?.do === 'refuse' || (order?.do === 'drop-before-250' && order.keep === false)) {
        journal.write('not-taken', { ...note, do: order.do })
        return verdictOf(order)
      }
      const outcome = order?.do === 'bounce' ? 'bounced' : 'delivered'
      const letter = mailbox.add({ ...envelope, raw, at: new Date().toISOString(), outcome })
      journal.write('taken', { ...note, id: letter.id, ...(order && { do: order.do }) })
      if (order?.do === 'bounce') bounce(bounces, order, note)
      return verdictOf(order)
    },
  }
}

function bounce(bounces: Bounces, order: MailOrder, letter: { to: string[]; messageId: string }) {
  const { code = 550, reason = 'No such mailbox', ms = 500 } = order
  const at = new Date().toISOString()
  for (const to of letter.to)
    bounces.send({ to, messageId: letter.messageId, code, reason, at }, ms)
}

function accept({ orders, bounces }: Parts, body: Record<string, unknown>): object {
  if (body.do !== 'set-bounces') return orders.add(readMailOrder(body))
  if (typeof body.url !== 'string' || typeof body.secret !== 'string')
    throw new Refused('set-bounces needs url and secret')
  bounces.setTarget({ url: body.url, secret: body.secret })
  return { bounces: body.url }
}

function buildDesk(parts: Parts) {
  const { journal, orders, mailbox } = parts
  const app = buildWeb()
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) =>
    reply.code(error.statusCode ?? 500).send({ error: error.message }),
  )
  addDesk(app, { journal, orders, accept: (body) => accept(parts, body) })
  addInbox(app, mailbox)
  app.get<{ Querystring: Record<string, string> }>('/messages', ({ query }) => {
    const { to, after } = query
    const limit = query.limit ? Number(query.limit) : undefined
    const found = mailbox.find({
      ...(to && { to }),
      ...(after && { after }),
      ...(limit && { limit }),
    })
    return Promise.all(found.map((letter) => mailbox.read(letter)))
  })
  app.get<{ Params: { id: string } }>('/messages/:id', async ({ params }, reply) => {
    const letter = mailbox.get(params.id)
    if (!letter) return reply.code(404).send({ error: 'there is no such letter' })
    return mailbox.read(letter)
  })
  app.delete('/messages', async (_request, reply) => {
    mailbox.clear()
    return reply.code(204).send()
  })
  return app
}

async function waitFor(
  mailbox: Mailbox,
  { to, subject }: { to?: string; subject?: string },
  withinMs = 5_000,
): Promise<Letter> {
  const until = Date.now() + withinMs
  for (;;) {
    for (const stored of mailbox.find({ ...(to && { to }) })) {
      const letter = await mailbox.read(stored)
      if (!subject || letter.subject.includes(subject)) return letter
    }
    if (Date.now() > until)
      throw new Error(`no mail for ${to ?? 'anybody'} about ${subject ?? 'anything'}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

export async function startMail(options: MailOptions = {}): Promise<MailSimulator> {
  const host = options.host ?? '127.0.0.1'
  const file = (name: string) =>
    options.folder ? join(options.folder, `mail-${name}.jsonl`) : null
  const letters = openRecords<StoredLetter>(file('letters'))
  const ordered = openRecords<MailOrder>(null)
  const journal = openJournal(file('journal'))
  const parts: Parts = {
    journal,
    orders: openOrders(ordered),
    mailbox: openMailbox(letters, options.keep ?? 2_000),
    bounces: new Bounces(journal, options.bounces ?? null),
  }
  for (const order of options.orders ?? []) accept(parts, order)
  const smtp = openSmtp(hooksOf(parts))
  await new Promise<void>((resolve, reject) => {
    smtp.server.once('error', reject)
    smtp.server.listen(options.smtpPort ?? 0, host, resolve)
  })
  const app = buildDesk(parts)
  await app.listen({ port: options.port ?? 0, host })
  return {
    url: addressOf(app.server, host),
    smtp: { host, port: (smtp.server.address() as AddressInfo).port },
    messages: ({ to } = {}) =>
      Promise.all(parts.mailbox.find({ ...(to && { to }) }).map((l) => parts.mailbox.read(l))),
    waitFor: (filter, withinMs) => waitFor(parts.mailbox, filter, withinMs),
    order: (body) => accept(parts, body),
    setBounces: (target) => parts.bounces.setTarget(target),
    async close() {
      parts.bounces.close()
      await smtp.close()
      await closeWeb(app)
      letters.close()
    },
  }
}
