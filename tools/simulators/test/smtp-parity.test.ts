import { connect, type AddressInfo } from 'node:net'
import nodemailer from 'nodemailer'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSmtp, type SmtpServer } from '../src/mail/smtp.ts'

const got = { ours: [] as Buffer[], theirs: [] as Buffer[] }
let ours: SmtpServer
let theirs: SMTPServer
let ports: { ours: number; theirs: number }

beforeAll(async () => {
  ours = openSmtp({
    message: (_envelope, raw) => {
      got.ours.push(raw)
      return undefined
    },
  })
  theirs = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onData(stream, _session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        got.theirs.push(Buffer.concat(chunks))
        done()
      })
    },
  })
  await new Promise<void>((resolve) => ours.server.listen(0, '127.0.0.1', resolve))
  await new Promise<void>((resolve) => theirs.listen(0, '127.0.0.1', () => resolve()))
  const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port
  ports = { ours: portOf(ours.server), theirs: portOf(theirs.server) }
})
afterAll(async () => {
  await ours.close()
  await new Promise<void>((resolve) => theirs.close(() => resolve()))
})

/** One for each line, but the text of a letter is one piece, up to its lonely dot. */
const repliesTo = (piece: string) =>
  piece.replace(/^S:.*\r\n\.\r\n/s, '.\r\n').split('\r\n').length - 1

/** Says each piece and collects the codes of all replies. */
function talk(port: number, pieces: string[], replies: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let heard = ''
    let said = 0
    let due = 1
    const codes = () => [...heard.matchAll(/^(\d{3}) /gm)].map(([, code]) => code ?? '')
    const end = () => {
      socket.destroy()
      resolve(codes())
    }
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString()
      if (codes().length >= replies) end()
      else if (codes().length >= due) {
        const piece = pieces[said++] ?? ''
        socket.write(piece)
        due += repliesTo(piece)
      }
    })
    socket.on('close', end)
    socket.on('error', reject)
  })
}

const good = 'EHLO x\r\n'
const conversations: Record<string, [pieces: string[], replies: number]> = {
  'a usual one': [
    [
      good,
      'MAIL FROM:<a@x.org>\r\n',
      'RCPT TO:<b@x.org>\r\n',
      'DATA\r\n',
      'S: x\r\n\r\nhi\r\n.\r\n',
      'QUIT\r\n',
    ],
    7,
  ],
  'commands in the wrong order': [
    [
      good,
      'RCPT TO:<b@x.org>\r\n',
      'DATA\r\n',
      'MAIL FROM:<a@x.org>\r\n',
      'MAIL FROM:<c@x.org>\r\n',
      'DATA\r\n',
    ],
    7,
  ],
  'things that are not commands': [[good, 'HELLO?\r\n', 'NOOP\r\n', 'RSET\r\n', 'VRFY x\r\n'], 6],
  'wrong addresses': [
    [
      good,
      'MAIL FROM: nobody\r\n',
      'MAIL FROM:<a@x.org>\r\n',
      'RCPT TO: nobody\r\n',
      'RCPT TO:<>\r\n',
    ],
    6,
  ],
  'the empty sender of a bounce': [[good, 'MAIL FROM:<>\r\n', 'RCPT TO:<b@x.org>\r\n'], 4],
  'mail before a greeting': [
    ['MAIL FROM:<a@x.org>\r\n', 'HELO x\r\n', 'MAIL FROM:<a@x.org>\r\n'],
    4,
  ],
  'everything at once': [
    [
      good,
      'MAIL FROM:<a@x.org> BODY=8BITMIME\r\nRCPT TO:<b@x.org>\r\nRCPT TO:<c@x.org>\r\nDATA\r\n',
      'S: y\r\n\r\nhi\r\n.\r\nNOOP\r\nQUIT\r\n',
    ],
    9,
  ],
}

test.each(Object.entries(conversations))(
  '%s gets the same replies from ours and from smtp-server',
  async (_name, [pieces, replies]) => {
    const [mine, reference] = await Promise.all([
      talk(ports.ours, pieces, replies),
      talk(ports.theirs, pieces, replies),
    ])
    expect(mine).toEqual(reference)
    expect(mine.length).toBe(replies)
  },
)

test.each([
  ['plain', { text: 'hello\n.\n..\n.x\n' }],
  ['8-bit and emoji', { text: 'señal – ñ 🎓', html: '<p>señal – ñ 🎓</p>' }],
  [
    'with an attachment',
    { text: 'x', attachments: [{ filename: 'a.bin', content: Buffer.alloc(70_000, 7) }] },
  ],
  ['empty', { text: '' }],
])('a letter from nodemailer, %s, arrives byte for byte alike', async (_name, body) => {
  const fixed = { messageId: '<same@x.org>', date: new Date(0) }
  const raws = []
  for (const [who, port] of Object.entries(ports)) {
    const transport = nodemailer.createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
    const boundaries = { boundaryPrefix: 'same' }
    await transport.sendMail({
      ...fixed,
      ...boundaries,
      from: 'a@x.org',
      to: 'b@x.org',
      subject: 'ñ',
      ...body,
    })
    // nodemailer draws its boundaries at random.
    const raw = got[who as keyof typeof got].at(-1)?.toString('latin1') ?? ''
    raws.push(raw.replaceAll(/----_NmP-[^\s"]+|--_NmP-[^\s"]+|same-[^\s"]+/g, 'boundary'))
  }
  expect(raws[0]).toBe(raws[1])
})
