import { createHmac } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import nodemailer from 'nodemailer'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { startMail, type MailSimulator } from '../src/mail.ts'
import { startSink } from '../src/sink.ts'

let mail: MailSimulator
beforeEach(async () => {
  mail = await startMail()
})
afterEach(() => mail.close())

const transport = (more = {}) =>
  nodemailer.createTransport({ ...mail.smtp, secure: false, ignoreTLS: true, ...more })
const letter = (to: string, more = {}) => ({
  from: 'Certification Program <program@example.org>',
  to,
  subject: 'Ya puede renovar su certificación – señal',
  text: 'Hola.\n.\n..dos puntos\nhttps://portal.test/verify?code=a1',
  html: '<p>Hola, <b>Marisol</b></p><script>alert(1)</script>',
  headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  ...more,
})
const post = (body: object) =>
  fetch(`${mail.url}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const inbox = async (to: string) =>
  (await (await fetch(`${mail.url}/messages?to=${encodeURIComponent(to)}`)).json()) as Record<
    string,
    unknown
  >[]

describe('a letter', () => {
  test('can be read as it was written, by the one it went to, whatever the case', async () => {
    const sent = await transport().sendMail(letter('Marisol@example.org'))
    await transport().sendMail(letter('other@example.org'))
    const [one, ...more] = await inbox('MARISOL@example.org')
    expect(more).toEqual([])
    expect(one).toMatchObject({
      to: 'Marisol@example.org',
      subject: 'Ya puede renovar su certificación – señal',
      text: 'Hola.\n.\n..dos puntos\nhttps://portal.test/verify?code=a1\n',
      messageId: sent.messageId,
      outcome: 'delivered',
      headers: { 'list-unsubscribe-post': 'List-Unsubscribe=One-Click' },
    })
    const byId = await (await fetch(`${mail.url}/messages/${String(one?.id)}`)).json()
    expect(byId).toEqual(one)
    expect((await mail.waitFor({ to: 'other@example.org' })).id).toBe('2')
  })

  test('is shown without being able to run, load or send anything', async () => {
    await transport().sendMail(letter('a@example.org', { subject: '<b>x</b>' }))
    const list = await (await fetch(`${mail.url}/`)).text()
    expect(list).toContain('&lt;b&gt;x&lt;/b&gt;')
    const page = await (await fetch(`${mail.url}/inbox/1`)).text()
    expect(page).toContain('<a href="https://portal.test/verify?code=a1"')
    expect(page).not.toContain('<script>alert')
    const html = await fetch(`${mail.url}/inbox/1/html`)
    expect(html.headers.get('content-security-policy')).toMatch(/^sandbox allow-popups/)
    expect(html.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  test('is still there after a restart, and only the last ones are', async () => {
    await mail.close()
    const folder = mkdtempSync(join(tmpdir(), 'mail-'))
    mail = await startMail({ folder, keep: 2 })
    for (const n of [1, 2, 3]) await transport().sendMail(letter(`n${n}@example.org`))
    await mail.close()
    mail = await startMail({ folder, keep: 2 })
    const kept = await mail.messages()
    expect(kept.map(({ to }) => to)).toEqual(['n3@example.org', 'n2@example.org'])
    expect(kept[0]?.subject).toContain('señal')
    await transport().sendMail(letter('n4@example.org'))
    expect((await mail.messages()).map(({ id }) => id)).toEqual(['4', '3'])
    await fetch(`${mail.url}/messages`, { method: 'DELETE' })
    expect(await mail.messages()).toEqual([])
  })

  test('of several megabytes, cut anywhere by the network, arrives whole', async () => {
    const text = '.line\r\n\r\n.\r\n'.repeat(250_000)
    await transport().sendMail(letter('big@example.org', { text, html: undefined }))
    expect((await mail.waitFor({ to: 'big@example.org' })).text.length).toBeGreaterThan(2_000_000)
  })

  test('and many others come in over many connections at once', async () => {
    const pool = transport({ pool: true, maxConnections: 20, maxMessages: Infinity })
    const all = Array.from({ length: 400 }, (_, n) => pool.sendMail(letter(`m${n}@example.org`)))
    await Promise.all(all)
    pool.close()
    expect(new Set((await mail.messages()).map(({ messageId }) => messageId)).size).toBe(400)
  })
})

describe('by order', () => {
  test.each([
    [{ do: 'refuse', match: { to: 'a@example.org' } }, 550],
    [{ do: 'refuse', code: 450, match: { to: '*@example.org' } }, 450],
    [{ do: 'refuse', code: 421, at: 'rcpt' }, 421],
    [{ do: 'refuse', code: 554, at: 'data', match: { subject: '*' } }, 554],
    [{ do: 'refuse', code: 421, at: 'connect' }, 421],
  ])('%j refuses with %i, once', async (order, code) => {
    expect((await post(order)).status).toBe(201)
    await expect(transport().sendMail(letter('a@example.org'))).rejects.toMatchObject({
      responseCode: code,
    })
    expect(await inbox('a@example.org')).toEqual([])
    await transport().sendMail(letter('a@example.org'))
    expect(await inbox('a@example.org')).toHaveLength(1)
  })

  test('a dropped answer leaves the sender in doubt, and the letter may be there or not', async () => {
    await post({ do: 'drop-before-250', match: { to: 'kept@example.org' } })
    await post({ do: 'drop-before-250', keep: false, match: { to: 'lost@example.org' } })
    await post({ do: 'close-after-data', match: { to: 'cut@example.org' } })
    for (const to of ['kept', 'lost', 'cut'])
      await expect(transport().sendMail(letter(`${to}@example.org`))).rejects.toThrow()
    expect(await inbox('kept@example.org')).toHaveLength(1)
    expect(await inbox('lost@example.org')).toEqual([])
    expect(await inbox('cut@example.org')).toEqual([])
  })

  test('it answers late or never', async () => {
    await post({ do: 'delay', ms: 150 })
    const before = Date.now()
    await transport().sendMail(letter('a@example.org'))
    expect(Date.now() - before).toBeGreaterThanOrEqual(140)
    await post({ do: 'hang' })
    const hasty = transport({ socketTimeout: 200 })
    await expect(hasty.sendMail(letter('b@example.org'))).rejects.toThrow()
  })

  test('a letter comes back later, with a signed notice', async () => {
    const notices: { body: string; signature: string }[] = []
    const sender = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        notices.push({ body, signature: String(request.headers['x-signature']) })
        response.end()
      })
    })
    await new Promise<void>((resolve) => sender.listen(0, '127.0.0.1', resolve))
    const { port } = sender.address() as AddressInfo
    mail.setBounces({ url: `http://127.0.0.1:${port}/bounces`, secret: 's3' })
    await post({ do: 'bounce', match: { to: '*@exmaple.org' }, ms: 10, times: 'always' })
    const sent = await transport().sendMail(letter('marisol@exmaple.org'))
    await vi.waitFor(() => expect(notices).toHaveLength(1))
    const [{ body, signature } = { body: '', signature: '' }] = notices
    expect(signature).toBe(`sha256=${createHmac('sha256', 's3').update(body).digest('hex')}`)
    expect(JSON.parse(body)).toMatchObject({
      to: 'marisol@exmaple.org',
      messageId: sent.messageId,
      code: 550,
    })
    expect((await inbox('marisol@exmaple.org'))[0]).toMatchObject({ outcome: 'bounced' })
    sender.closeAllConnections()
    sender.close()
  })
})

test('the sink counts letters and knows which it has seen before', async () => {
  const sink = await startSink()
  const pool = nodemailer.createTransport({ host: '127.0.0.1', port: sink.port, ignoreTLS: true })
  const third = fetch(`${sink.url}/stats/3`).then((answer) => answer.json())
  for (const n of [1, 2, 2])
    await pool.sendMail(letter('x@example.org', { messageId: `<n${n}@example.org>` }))
  const stats = await (await fetch(`${sink.url}/stats`)).json()
  expect(stats).toEqual({ messages: 3, distinct: 2, duplicates: 1 })
  expect(await third).toEqual(stats)
  await sink.close()
})
