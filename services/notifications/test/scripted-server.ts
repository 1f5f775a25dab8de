import net from 'node:net'
import type { AddressInfo } from 'node:net'
import tls from 'node:tls'

export type Stage = 'GREETING' | 'EHLO' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'BODY' | 'RSET'

/** A reply line, or something that servers do instead of replying. */
export type Move = string | 'hang' | 'close' | { readonly drip: string; readonly everyMs: number }

export interface Moment {
  readonly stage: Stage
  /** The recipient, once it is named. */
  readonly to: string
  readonly line: string
  /** Connections so far, this one counted. */
  readonly connection: number
  /** Mails this connection has carried. */
  readonly carried: number
}

export interface Taken {
  readonly from: string
  readonly to: string
  readonly raw: string
  readonly messageId: string
  readonly connection: number
  readonly secure: boolean
}

export interface ScriptedServer {
  readonly url: string
  readonly port: number
  /** Mails whose content arrived whole, whatever was answered. */
  readonly arrived: Taken[]
  /** Mails answered with 2xx. */
  readonly taken: Taken[]
  readonly lines: string[]
  /** Writes in which commands came: shows what was pipelined. */
  readonly chunks: string[]
  connections: number
  script: (moment: Moment) => Move | undefined
  close(): Promise<void>
}

export interface ScriptedOptions {
  readonly features?: readonly string[]
  readonly key?: { readonly key: string; readonly cert: string }
  readonly implicitTls?: boolean
}

const usual: Record<Stage, string> = {
  GREETING: '220 mail.test ready',
  EHLO: '250 mail.test',
  AUTH: '235 welcome',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go on',
  BODY: '250 taken',
  RSET: '250 forgotten',
}

/** An SMTP server that answers as a test wants it to, and keeps what it got. */
export async function scriptedServer(options: ScriptedOptions = {}): Promise<ScriptedServer> {
  const sockets = new Set<net.Socket>()
  const server: ScriptedServer = {
    url: '',
    port: 0,
    arrived: [],
    taken: [],
    lines: [],
    chunks: [],
    connections: 0,
    script: () => undefined,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        listener.close(() => resolve())
      }),
  }
  const welcome = (socket: net.Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    server.connections += 1
    converse(socket, server, options, server.connections, true)
  }
  const listener =
    options.implicitTls && options.key
      ? tls.createServer(options.key, welcome)
      : net.createServer(welcome)
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const { port } = listener.address() as AddressInfo
  const scheme = options.implicitTls ? 'smtps' : 'smtp'
  return Object.assign(server, { port, url: `${scheme}://127.0.0.1:${port}` })
}

function converse(
  socket: net.Socket,
  server: ScriptedServer,
  options: ScriptedOptions,
  connection: number,
  greet: boolean,
) {
  let rest = ''
  let from = ''
  let to = ''
  let inBody = false
  let signingIn = false
  let carried = 0
  let silent = false
  const say = (stage: Stage, line: string, otherwise = usual[stage]): string | undefined => {
    const move = server.script({ stage, to, line, connection, carried }) ?? otherwise
    if (move === 'hang') {
      silent = true
      return undefined
    }
    if (move === 'close') {
      socket.destroy()
      return undefined
    }
    if (typeof move === 'string') socket.write(`${move}\r\n`)
    else {
      silent = true
      drip(socket, `${move.drip}\r\n`, move.everyMs, () => {
        silent = false
        read()
      })
    }
    if (typeof move === 'string' && move.startsWith('421')) socket.end()
    return typeof move === 'string' ? move : move.drip
  }
  const command = (line: string) => {
    server.lines.push(line)
    if (signingIn) return void (signingIn = say('AUTH', line)?.startsWith('334') ?? false)
    const verb = line.slice(0, 4).toUpperCase()
    if (verb === 'EHLO' || verb === 'HELO') return hello(say, options, line, socket)
    if (verb === 'STAR' && options.features?.includes('STARTTLS'))
      return startTls(socket, server, options, connection)
    if (verb === 'AUTH') return void (signingIn = say('AUTH', line)?.startsWith('334') ?? false)
    if (verb === 'QUIT') return void socket.end('221 bye\r\n')
    if (verb === 'MAIL') {
      from = line.slice(11, line.indexOf('>'))
      to = ''
      return void say('MAIL', line)
    }
    if (verb === 'RCPT') {
      const named = line.slice(9, line.indexOf('>'))
      to = named
      if (!say('RCPT', line)?.startsWith('2')) to = `refused ${named}`
      return
    }
    if (verb === 'DATA') {
      const otherwise = to === '' || to.startsWith('refused') ? '503 no recipient' : usual.DATA
      inBody = say('DATA', line, otherwise)?.startsWith('354') ?? false
      return
    }
    if (verb === 'RSET') return void say('RSET', line)
    return void socket.write('500 what?\r\n')
  }
  const content = (raw: string) => {
    inBody = false
    const messageId = /^Message-ID: <(.*)>/im.exec(raw)?.[1] ?? ''
    const secure = socket instanceof tls.TLSSocket
    const mail = { from, to, raw: raw.replaceAll('\r\n..', '\r\n.'), messageId, connection, secure }
    const willing = !to.startsWith('refused')
    if (willing) server.arrived.push(mail)
    const answer = say('BODY', '', willing ? usual.BODY : '554 no recipient')
    carried += 1
    if (answer?.startsWith('2') && willing) server.taken.push(mail)
  }
  const read = () => {
    while (!silent) {
      const end = inBody ? rest.indexOf('\r\n.\r\n') : rest.indexOf('\r\n')
      if (inBody && rest.startsWith('.\r\n')) {
        rest = rest.slice(3)
        content('')
        continue
      }
      if (end === -1) return
      const piece = rest.slice(0, end)
      rest = rest.slice(end + (inBody ? 5 : 2))
      if (inBody) content(piece)
      else command(piece)
    }
  }
  socket.setEncoding('utf8')
  socket.on('error', () => {})
  socket.on('data', (chunk: string) => {
    server.chunks.push(chunk)
    rest += chunk
    read()
  })
  if (greet) say('GREETING', '')
}

function hello(
  say: (stage: Stage, line: string, otherwise?: string) => string | undefined,
  { features = ['PIPELINING', '8BITMIME'] }: ScriptedOptions,
  line: string,
  socket: net.Socket,
) {
  const offered = features.filter((one) => !(one === 'STARTTLS' && socket instanceof tls.TLSSocket))
  const lines = ['mail.test', ...offered]
  const reply = lines.map((text, index) => `250${index < lines.length - 1 ? '-' : ' '}${text}`)
  say('EHLO', line, reply.join('\r\n'))
}

function startTls(
  socket: net.Socket,
  server: ScriptedServer,
  options: ScriptedOptions,
  connection: number,
) {
  socket.write('220 go on\r\n')
  socket.removeAllListeners('data')
  const secure = new tls.TLSSocket(socket, { ...options.key, isServer: true })
  secure.on('error', () => {})
  converse(secure, server, options, connection, false)
}

function drip(socket: net.Socket, text: string, everyMs: number, then: () => void) {
  let at = 0
  const timer = setInterval(() => {
    if (at < text.length && !socket.destroyed) return void socket.write(text[at++] as string)
    clearInterval(timer)
    then()
  }, everyMs)
}
