import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { paceOf } from '../src/smtp/pace.ts'
import { pipelinedSender } from '../src/smtp/pipelined.ts'
import { type Compose, type Letter, type Sender, serverOf } from '../src/smtp/sender.ts'
import { singleSender } from '../src/smtp/single.ts'
import { type Move, scriptedServer, type ScriptedServer, type Stage } from './scripted-server.ts'

const envelope = { from: 'notices@program.example', replyTo: 'help@program.example' }
const wide = () => performance.now() + 30_000

let server: ScriptedServer
let sender: Sender
beforeEach(async () => {
  server = await scriptedServer()
})
afterEach(async () => {
  await sender?.close()
  await server.close()
})

interface Choice {
  readonly connections?: number
  readonly maxMessages?: number
  readonly timeoutMs?: number
  readonly perSecond?: number
}

function pipelined(choice: Choice = {}): Sender {
  const { connections = 3, maxMessages = 1_000, timeoutMs = 400, perSecond = 0 } = choice
  sender = pipelinedSender({
    server: serverOf(server.url),
    envelope,
    connections,
    maxMessages,
    timeoutMs,
    pace: paceOf(perSecond),
  })
  return sender
}

function single(): Sender {
  sender = singleSender({
    server: serverOf(server.url),
    envelope,
    maxMessages: 100,
    timeoutMs: 400,
    pace: paceOf(0),
  })
  return sender
}

const letter = (name: string, change: Partial<Letter> = {}): Compose => {
  const made: Letter = {
    messageId: `${name}@program.example`,
    to: `${name}@example.org`,
    language: 'en',
    subject: `About ${name}`,
    text: `Hello ${name},\r\n`,
    html: `<p>Hello ${name},</p>\r\n`,
    date: new Date('2026-10-02T13:00:00Z'),
    ...change,
  }
  return () => made
}
const many = (count: number) => Array.from({ length: count }, (_, index) => letter(`m${index}`))
const outcomes = (handings: readonly { outcome: string }[]) =>
  handings.map(({ outcome }) => outcome)

describe('the pipelined client', () => {
  test('every mail arrives once, over a few connections', async () => {
    const handings = await pipelined().send(many(200), wide())
    expect(new Set(outcomes(handings))).toEqual(new Set(['sent']))
    expect(new Set(server.taken.map((mail) => mail.messageId)).size).toBe(200)
    expect(server.taken).toHaveLength(200)
    expect(server.connections).toBe(3)
  })

  test('the body of a mail and the envelope of the next leave in one write', async () => {
    await pipelined({ connections: 1 }).send(many(3), wide())
    const joined = server.chunks.filter((chunk) => /\r\n\.\r\nMAIL FROM/.test(chunk))
    expect(joined).toHaveLength(2)
    expect(server.chunks.at(1)).toMatch(/^MAIL FROM.*\r\nRCPT TO.*\r\nDATA\r\n$/)
  })

  test('without PIPELINING each command waits for its reply', async () => {
    await server.close()
    server = await scriptedServer({ features: [] })
    const handings = await pipelined({ connections: 1 }).send(many(3), wide())
    expect(outcomes(handings)).toEqual(['sent', 'sent', 'sent'])
    expect(server.chunks.every((chunk) => !/\r\n[A-Z]{4} /.test(chunk))).toBe(true)
  })

  test('connections stay open between rounds, and are new after so many mails', async () => {
    const client = pipelined({ connections: 1, maxMessages: 10 })
    await client.send(many(4), wide())
    await client.send(many(4), wide())
    expect(server.connections).toBe(1)
    await client.send(many(20), wide())
    expect(server.connections).toBe(3)
    expect(server.taken).toHaveLength(28)
  })

  test('a server that is not there: nothing was tried', async () => {
    const client = pipelined()
    await server.close()
    expect(outcomes(await client.send(many(5), wide()))).toEqual(Array(5).fill('unsent'))
  })

  test('nothing is started after the lease has run out', async () => {
    const handings = await pipelined().send(many(5), performance.now() - 1)
    expect(outcomes(handings)).toEqual(Array(5).fill('unsent'))
    expect(server.arrived).toEqual([])
  })

  test('the pace holds over all connections', async () => {
    const start = performance.now()
    await pipelined({ perSecond: 50 }).send(many(30), wide())
    // Five leave at once, the rest at 50 a second.
    expect(performance.now() - start).toBeGreaterThan(450)
    expect(server.taken).toHaveLength(30)
  })

  test('a refused recipient leaves the mail after it alone, whatever the server does with DATA', async () => {
    for (const data of [undefined, '354 go on'] as const) {
      server.script = ({ stage, to }) => {
        if (stage === 'RCPT' && to.startsWith('m1@')) return '550 no such mailbox'
        return stage === 'DATA' && to.includes('m1@') ? data : undefined
      }
      const handings = await pipelined({ connections: 1 }).send(many(3), wide())
      expect(handings).toEqual([
        { outcome: 'sent', code: 250 },
        { outcome: 'refused', code: 550 },
        { outcome: 'sent', code: 250 },
      ])
      expect(server.taken.map((mail) => mail.to)).not.toContain('m1@example.org')
    }
  })

  test('a server that refuses our own address says nothing about anybody else', async () => {
    server.script = ({ stage }) => (stage === 'MAIL' ? '550 who are you' : undefined)
    const handings = await pipelined().send(many(3), wide())
    expect(handings).toEqual(Array(3).fill({ outcome: 'deferred', code: 550 }))
  })

  test('a server that closes every line with 421 stops the round, and nothing is in doubt', async () => {
    server.script = ({ stage }) => (stage === 'GREETING' ? '421 too busy' : undefined)
    const handings = await pipelined().send(many(5), wide())
    expect(outcomes(handings)).toEqual(Array(5).fill('unsent'))
  })

  test('421 in the middle: a new connection carries the rest, each mail once', async () => {
    server.script = ({ stage, carried, connection }) =>
      stage === 'MAIL' && carried === 5 && connection < 6 ? '421 enough for now' : undefined
    const handings = await pipelined({ connections: 2 }).send(many(60), wide())
    expect(new Set(outcomes(handings))).toEqual(new Set(['sent']))
    expect(server.taken).toHaveLength(60)
  })
})

/** F-14: what a server may do to one mail among others, and what becomes of it and of them. */
const faults: readonly [string, Stage, Move, string, number][] = [
  ['421 at RCPT', 'RCPT', '421 closing', 'deferred', 421],
  ['450 mailbox busy', 'RCPT', '450 busy', 'deferred', 450],
  ['451 greylisted', 'RCPT', '451 come back in 20 minutes', 'deferred', 451],
  ['452 no room', 'RCPT', '452 no room', 'deferred', 452],
  ['451 after the content', 'BODY', '451 try later', 'deferred', 451],
  ['550 no such mailbox', 'RCPT', '550 no', 'refused', 550],
  ['552 mailbox full', 'RCPT', '552 full', 'refused', 552],
  ['554 refused content', 'BODY', '554 no', 'refused', 554],
  ['421 after the content', 'BODY', '421 closing', 'deferred', 421],
  ['silence before DATA', 'RCPT', 'hang', 'deferred', 0],
  ['silence at DATA', 'DATA', 'hang', 'deferred', 0],
  ['silence after the final dot', 'BODY', 'hang', 'deferred', 0],
  ['the line closed after the final dot', 'BODY', 'close', 'deferred', 0],
  ['1 byte a second', 'BODY', { drip: '250 taken', everyMs: 100 }, 'deferred', 0],
]

describe.each([
  ['our client', () => pipelined({ connections: 2 })],
  ['nodemailer', () => single()],
] as const)('F-14 through %s', (who, open) => {
  test.each(faults)('%s', async (_name, stage, move, outcome, code) => {
    server.script = (moment) =>
      moment.stage === stage && moment.to.startsWith('m2@') ? move : undefined
    const handings = await open().send(many(6), wide())

    expect(handings[2]?.outcome).toBe(outcome)
    if (who === 'our client') expect(handings[2]?.code).toBe(code)
    const others = handings.filter((_, index) => index !== 2)
    expect(new Set(outcomes(others))).toEqual(new Set(['sent']))
    // The others arrive once each; only the one in doubt may have been taken all the same.
    const arrived = server.taken.map((mail) => mail.to).filter((to) => !to.startsWith('m2@'))
    expect(arrived.toSorted()).toEqual([0, 1, 3, 4, 5].map((index) => `m${index}@example.org`))
  })

  test('the one repeat nobody can avoid has the same Message-ID', async () => {
    let first = true
    server.script = ({ stage }) => {
      if (stage !== 'BODY' || !first) return undefined
      first = false
      return 'close'
    }
    const client = open()
    const one = [letter('only')]
    expect(outcomes(await client.send(one, wide()))).toEqual(['deferred'])
    expect(outcomes(await client.send(one, wide()))).toEqual(['sent'])
    expect(server.arrived.map((mail) => mail.messageId)).toEqual([
      'only@program.example',
      'only@program.example',
    ])
  })

  test.each([
    'a@x.example, evil@x.example',
    'a@x.example\r\nRCPT TO:<evil@x.example>',
    'group: a@x.example, evil@x.example;',
    'a@x.example <evil@x.example>',
    '"a b"@x.example',
    'a@x.example>',
    '<a@x.example',
    'a@[127.0.0.1]',
    'a@localhost',
    '@x.example',
    'a',
    '',
    `${'a'.repeat(65)}@x.example`,
  ])('T-41: %j is no address, and no server hears of it', async (to) => {
    const handings = await open().send([letter('x', { to })], wide())
    expect(handings).toEqual([{ outcome: 'refused', code: 553 }])
    expect(server.arrived).toEqual([])
  })
})
