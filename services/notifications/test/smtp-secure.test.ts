import { afterEach, describe, expect, test } from 'vitest'
import { paceOf } from '../src/smtp/pace.ts'
import { pipelinedSender } from '../src/smtp/pipelined.ts'
import { type Sender, type Server, serverOf } from '../src/smtp/sender.ts'
import { singleSender } from '../src/smtp/single.ts'
import { scriptedServer, type ScriptedOptions, type ScriptedServer } from './scripted-server.ts'
import { selfSigned } from './self-signed.ts'

const key = selfSigned()
const envelope = { from: 'notices@program.example', replyTo: 'help@program.example' }
const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const letter = () => ({
  messageId: 'one@program.example',
  to: 'one@example.org',
  language: 'en' as const,
  subject: 'One',
  text: 'One\r\n',
  html: '<p>One</p>\r\n',
  date: new Date('2026-10-02T13:00:00Z'),
})

async function serving(options: ScriptedOptions): Promise<ScriptedServer> {
  const server = await scriptedServer({ key, ...options })
  ends.push(() => server.close())
  return server
}

describe.each([
  [
    'our client',
    (server: Server): Sender =>
      pipelinedSender({
        server,
        envelope,
        connections: 1,
        maxMessages: 10,
        timeoutMs: 2_000,
        pace: paceOf(0),
      }),
  ],
  [
    'nodemailer',
    (server: Server): Sender =>
      singleSender({ server, envelope, maxMessages: 10, timeoutMs: 2_000, pace: paceOf(0) }),
  ],
] as const)('%s', (_who, open) => {
  const send = async (server: ScriptedServer, change: Partial<Server> = {}) => {
    const sender = open({ ...serverOf(server.url), ca: key.cert, ...change })
    ends.push(() => sender.close())
    const [handing] = await sender.send([letter], performance.now() + 10_000)
    return handing?.outcome
  }
  const plainLines = (server: ScriptedServer) => server.lines.map((line) => line.slice(0, 4))

  test('STARTTLS that is offered is used, and nothing is said before it', async () => {
    const server = await serving({ features: ['PIPELINING', '8BITMIME', 'STARTTLS'] })
    expect(await send(server)).toBe('sent')
    expect(server.taken[0]?.secure).toBe(true)
    expect(plainLines(server).slice(0, 4)).toEqual(['EHLO', 'STAR', 'EHLO', 'MAIL'])
  })

  test('a server that must have TLS and offers none gets no mail', async () => {
    const server = await serving({ features: ['PIPELINING'] })
    expect(await send(server, { requireTls: true })).not.toBe('sent')
    expect(plainLines(server)).not.toContain('MAIL')
  })

  test('TLS from the first byte', async () => {
    const server = await serving({ implicitTls: true })
    expect(await send(server)).toBe('sent')
    expect(server.taken[0]?.secure).toBe(true)
  })

  test('a certificate that nobody vouches for ends it', async () => {
    const server = await serving({ implicitTls: true })
    expect(await send(server, { ca: selfSigned().cert })).not.toBe('sent')
    expect(server.lines).toEqual([])
  })

  test('signing in, over TLS', async () => {
    const features = ['PIPELINING', 'STARTTLS', 'AUTH PLAIN LOGIN']
    const server = await serving({ features })
    expect(await send(server, { user: 'us', password: 'sécret' })).toBe('sent')
    const said = server.lines.find((line) => line.startsWith('AUTH')) ?? ''
    expect(Buffer.from(said.split(' ')[2] ?? '', 'base64').toString()).toBe('\0us\0sécret')
  })

  test('a password that is refused: nothing was tried, and nobody is called a bad address', async () => {
    const server = await serving({ features: ['STARTTLS', 'AUTH PLAIN'] })
    server.script = ({ stage }) => (stage === 'AUTH' ? '535 no' : undefined)
    expect(['unsent', 'deferred']).toContain(await send(server, { user: 'us', password: 'wrong' }))
    expect(server.arrived).toEqual([])
  })
})

test('signing in the older way, where only that is offered', async () => {
  const server = await serving({ features: ['AUTH LOGIN'] })
  const answers = ['334 VXNlcm5hbWU6', '334 UGFzc3dvcmQ6', '235 welcome']
  server.script = ({ stage }) => (stage === 'AUTH' ? answers.shift() : undefined)
  const sender = pipelinedSender({
    server: { ...serverOf(server.url), user: 'us', password: 'secret' },
    envelope,
    connections: 1,
    maxMessages: 10,
    timeoutMs: 2_000,
    pace: paceOf(0),
  })
  ends.push(() => sender.close())
  const [handing] = await sender.send([letter], performance.now() + 10_000)
  expect(handing?.outcome).toBe('sent')
})

test('only this machine may be spoken to in clear text, unless somebody says so', () => {
  expect(serverOf('smtp://127.0.0.1:2525')).toMatchObject({ port: 2525, requireTls: false })
  expect(serverOf('smtp://mail.example')).toMatchObject({ port: 587, requireTls: true })
  expect(serverOf('smtp://mail.example', 'offered').requireTls).toBe(false)
  expect(serverOf('smtp://localhost', 'required').requireTls).toBe(true)
  expect(serverOf('smtps://us:p%40ss@mail.example')).toMatchObject({
    port: 465,
    implicitTls: true,
    user: 'us',
    password: 'p@ss',
  })
})
