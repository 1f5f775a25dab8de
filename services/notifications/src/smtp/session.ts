import net from 'node:net'
import { hostname } from 'node:os'
import tls from 'node:tls'
import { replyReader } from './reply.ts'
import { isLoopback, type Server } from './sender.ts'

/** A server that has greeted us, secured and signed in as asked; mails may follow. */
export interface Session {
  readonly socket: net.Socket
  readonly pipelining: boolean
  readonly eightBit: boolean
}

interface Reply {
  readonly code: number
  readonly lines: readonly string[]
}
type Ask = (command?: string) => Promise<Reply>
interface Talk {
  readonly ask: Ask
  /** The other side must have said nothing that we did not ask for. */
  quiet(): boolean
  end(): void
}

export async function openSession(server: Server, timeoutMs: number): Promise<Session> {
  const socket = server.implicitTls
    ? tls.connect({ ...tlsOptions(server), host: server.host, port: server.port })
    : net.connect({ host: server.host, port: server.port })
  socket.setNoDelay(true)
  // The whole greeting is timed, not each byte: a server that drips is as bad as a silent one.
  const timer = setTimeout(
    () => socket.destroy(new Error('the mail server is too slow')),
    timeoutMs,
  )
  try {
    return await greet(socket, server)
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    clearTimeout(timer)
  }
}

async function greet(plain: net.Socket, server: Server): Promise<Session> {
  let socket = plain
  let talk = talkOver(socket)
  await expect(talk.ask(), 220, 'greeting')
  let features = await hello(talk.ask)
  if (!server.implicitTls && (server.requireTls || features.has('STARTTLS'))) {
    await expect(talk.ask('STARTTLS'), 220, 'STARTTLS')
    // Anything said before the lock closed may come from somebody between us.
    if (!talk.quiet()) throw new Error('the mail server spoke before TLS began')
    talk.end()
    socket = await secure(socket, server)
    talk = talkOver(socket)
    features = await hello(talk.ask)
  }
  if (server.user !== undefined) {
    if (!mayTellPassword(socket, server)) throw new Error('a password is not sent in clear text')
    await signIn(talk.ask, server, features)
  }
  talk.end()
  return {
    socket,
    pipelining: features.has('PIPELINING'),
    eightBit: features.has('8BITMIME'),
  }
}

/** One command, one reply, in turn; only for the beginning of a session. */
function talkOver(socket: net.Socket): Talk {
  const waiting: { resolve(reply: Reply): void; reject(error: Error): void }[] = []
  const said: Reply[] = []
  let failure: Error | undefined
  const read = replyReader((code, lines) => {
    const next = waiting.shift()
    if (next) next.resolve({ code, lines })
    else said.push({ code, lines })
  })
  const onData = (chunk: string) => read(chunk)
  const onEnd = (error?: unknown) => {
    failure = error instanceof Error ? error : new Error('the mail server closed the line')
    for (const { reject } of waiting.splice(0)) reject(failure)
  }
  socket.setEncoding('latin1')
  socket.on('data', onData).on('error', onEnd).on('close', onEnd)
  return {
    ask: (command) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure)
        if (command !== undefined) socket.write(`${command}\r\n`)
        const early = said.shift()
        if (early) resolve(early)
        else waiting.push({ resolve, reject })
      }),
    quiet: () => said.length === 0,
    end() {
      socket.off('data', onData).off('error', onEnd).off('close', onEnd)
      // Between two owners an error must not end the process; the next one sees the closed line.
      socket.on('error', () => {})
    },
  }
}

async function hello(ask: Ask): Promise<Set<string>> {
  const name = /^[\w.-]+$/.test(hostname()) ? hostname() : 'localhost'
  const { code, lines } = await ask(`EHLO ${name}`)
  if (code === 250) return new Set(lines.slice(1).map((line) => line.toUpperCase()))
  await expect(ask(`HELO ${name}`), 250, 'HELO')
  return new Set()
}

function tlsOptions(server: Server): tls.ConnectionOptions {
  return {
    servername: net.isIP(server.host) ? '' : server.host,
    minVersion: 'TLSv1.2',
    ...(server.ca && { ca: [...tls.getCACertificates('default'), server.ca] }),
  }
}

function secure(socket: net.Socket, server: Server): Promise<tls.TLSSocket> {
  socket.removeAllListeners('data')
  const secured = tls.connect({ ...tlsOptions(server), host: server.host, socket })
  return new Promise((resolve, reject) => {
    secured.once('error', reject)
    secured.once('close', () => reject(new Error('TLS could not be agreed')))
    secured.once('secureConnect', () => {
      secured.removeAllListeners('close').off('error', reject)
      resolve(secured)
    })
  })
}

function mayTellPassword(socket: net.Socket, { host }: Server): boolean {
  return socket instanceof tls.TLSSocket || isLoopback(host)
}

async function signIn(ask: Ask, server: Server, features: Set<string>): Promise<void> {
  const { user = '', password = '' } = server
  const offered = [...features].find((line) => line.startsWith('AUTH')) ?? ''
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  if (offered.includes('PLAIN') || !offered.includes('LOGIN')) {
    await expect(ask(`AUTH PLAIN ${base64(`\0${user}\0${password}`)}`), 235, 'AUTH')
    return
  }
  await expect(ask('AUTH LOGIN'), 334, 'AUTH')
  await expect(ask(base64(user)), 334, 'AUTH')
  await expect(ask(base64(password)), 235, 'AUTH')
}

/** The reply's text is not repeated: it may name a person. */
async function expect(reply: Promise<Reply>, code: number, what: string): Promise<void> {
  const given = await reply
  if (given.code !== code) throw new Error(`the mail server answered ${given.code} to ${what}`)
}
