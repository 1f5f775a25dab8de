import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Holder } from '../src/holder.ts'
import { startMs, startSystem, type System } from '../src/system.ts'
import { cardToken } from '../src/trouble.ts'

const data = mkdtempSync(join(tmpdir(), 'peercert-e2e-'))
let system: System
beforeAll(async () => {
  system = await startSystem({ data })
}, startMs)
afterAll(async () => {
  await system?.stop()
  rmSync(data, { recursive: true, force: true })
})

interface Ended {
  readonly code: number
  readonly out: string
  readonly said: string
}

/** A command of the product, to its end. */
function command(name: string, ...args: string[]): Promise<Ended> {
  const program = fileURLToPath(new URL(`../../local/src/${name}.ts`, import.meta.url))
  return new Promise((resolve) =>
    execFile(process.execPath, [program, ...args], { timeout: 60_000 }, (error, out, said) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, out, said }),
    ),
  )
}

const onHere = ['--data', data]
const holder = (shows: string, language: 'en' | 'es' = 'en') =>
  new Holder(system, system.person(shows, language))

describe('commands on the running system (docs/running.md)', () => {
  test('token answers an access token that opens the own certification, and says who it does not know', async () => {
    const kevin = system.person('renewed', 'en')
    const { code, out } = await command('token', '--as', kevin.email, ...onHere)
    expect(code).toBe(0)
    const answer = await fetch(`${system.services.applications}/me/certification`, {
      headers: { authorization: `Bearer ${out.trim()}` },
    })
    expect(await answer.json()).toMatchObject({ certification: { number: kevin.certificate } })
    const stranger = await command('token', '--as', 'nobody@mail.example', ...onHere)
    expect(stranger).toMatchObject({
      code: 1,
      said: 'Nobody here signs in as nobody@mail.example.\n',
    })
    expect(await command('token', ...onHere)).toMatchObject({
      code: 1,
      said: expect.stringContaining('--as EMAIL'),
    })
  })

  test('sanction suspends and lifts, and refuses a wrong number, a wrong kind and a number that nobody has', async () => {
    const daniel = holder('window-not-open')
    const number = daniel.person.certificate ?? ''
    for (const [kind, status] of [
      ['suspension', 'SUSPENDED'],
      ['lift', 'ACTIVE'],
    ] as const) {
      const { code, out } = await command('sanction', number, kind, ...onHere)
      expect([code, out]).toEqual([0, `${kind} of ${number} published.\n`])
      await expect
        .poll(async () => (await daniel.certification()).status, { timeout: 20_000 })
        .toBe(status)
    }
    for (const [wrong, words] of [
      [['CMPSS-31', 'suspension'], 'npm run sanction'],
      [[number, 'praise'], 'npm run sanction'],
      [['CMPSS-999999', 'revocation'], 'There is no certification CMPSS-999999.'],
    ] as const)
      expect(await command('sanction', ...wrong, ...onHere)).toMatchObject({
        code: 1,
        said: expect.stringContaining(words),
      })
  })

  test('redrive lists what is parked, hands it on, and refuses a service that does not exist and a number that is none', async () => {
    for (const name of ['identity', 'applications', 'payments', 'notifications'])
      expect(await command('redrive', name, ...onHere)).toMatchObject({
        code: 0,
        out: `Nothing is parked at ${name}.\n`,
      })
    expect((await command('redrive', 'payments', '--all', ...onHere)).out).toBe(
      '0 will be handled again within seconds.\n',
    )
    for (const [wrong, words] of [
      [['exams'], 'no service exams'],
      [['payments', '--id', 'x'], 'ids'],
      [[], 'npm run redrive'],
    ] as const)
      expect(await command('redrive', ...wrong, ...onHere)).toMatchObject({
        code: 1,
        said: expect.stringContaining(words),
      })
  })
})

describe('starting wrongly', () => {
  test('a second start on the same folder says who has it, and ends with an error', async () => {
    const second = await command('main', '--json', '--port', '0', ...onHere)
    expect(second).toMatchObject({ code: 1, out: '' })
    expect(second.said).toContain(`PeerCert already runs on ${data}`)
    expect(second.said).toContain('--data')
  })

  test('a port that is taken, an option that does not exist and a folder of somebody else each get a line', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const other = mkdtempSync(join(tmpdir(), 'peercert-e2e-'))
    const foreign = join(other, 'foreign')
    mkdirSync(foreign)
    writeFileSync(join(foreign, 'letters.txt'), 'not ours')
    for (const [args, words] of [
      [
        ['--port', String(port), '--data', join(other, 'a')],
        `Port ${port} is taken. Choose another with --port`,
      ],
      [['--port', '4400x'], '--port takes a number from 0 to 65535, not "4400x".'],
      [['--port', '70000'], '--port takes a number from 0 to 65535'],
      [['--prot', '1'], "Unknown option '--prot'"],
      [['--data', foreign], "holds something that is not PeerCert's"],
    ] as const)
      expect(await command('main', ...args)).toMatchObject({
        code: 1,
        out: '',
        said: expect.stringContaining(words),
      })
    server.close()
    rmSync(other, { recursive: true, force: true })
  })
})

describe('program time (architecture 6)', () => {
  const put = (body: string) =>
    fetch(system.clock, { method: 'PUT', headers: { 'content-type': 'application/json' }, body })

  test('wrong input is refused with words, and time stands', async () => {
    const before = Date.parse(await system.now())
    for (const body of [
      '{"now":"tomorrow"}',
      '{"now":"2026-02-30"}',
      '{"now":"1999-01-01"}',
      '{"now":12}',
      '{}',
      '[]',
      'null',
    ]) {
      const answer = await put(body)
      expect(answer.status, body).toBe(400)
      expect(((await answer.json()) as { title: string }).title, body).toContain(
        '2026-12-31T20:00:00Z',
      )
    }
    expect((await put('{"now":')).status).toBe(400)
    expect(Date.parse(await system.now()) - before).toBeLessThan(60_000)
  })

  test('forward runs each day on the way; a date is noon in California; back undoes nothing, and no mail goes twice', async () => {
    const start = Date.parse(await system.now())
    const day = new Date(start + 3 * 86_400_000).toISOString().slice(0, 10)
    const forward = await system.moveTo(day)
    expect(forward.days).toBeGreaterThanOrEqual(2)
    expect(
      new Date(forward.now).toLocaleTimeString('en-US', {
        timeZone: 'America/Los_Angeles',
        timeStyle: 'short',
      }),
    ).toBe('12:00 PM')
    const mails = await sentMails()
    const back = await system.moveTo(new Date(start).toISOString())
    expect(back.days).toBe(0)
    expect(await sentMails()).toBe(mails)
    const again = await system.moveTo(day)
    expect(again.days).toBe(forward.days)
    expect(await sentMails(), 'no mail goes twice').toBe(mails)
  })
})

describe('what a restart keeps', () => {
  test(
    'PAY-6 REN-11: a paid renewal, a started form, an unknown payment, program time and addresses survive; nothing happens twice',
    { timeout: 180_000 },
    async () => {
      const paid = holder('window-just-opened', 'es')
      await paid.fill()
      const { feeRequestId, totalCents } = await paid.checkOut()
      await paid.press(feeRequestId, {
        shownTotalCents: totalCents,
        confirmationToken: await cardToken(system, 'good'),
      })
      await expect
        .poll(async () => (await paid.certification()).standing.state, { timeout: 20_000 })
        .toBe('renewed')
      await expect
        .poll(() => mailSubjects(paid), { timeout: 20_000 })
        .toContain('Su certificación está renovada')
      const [expiresOn, drafted, mails] = [
        (await paid.certification()).expiresOn,
        await holder('drafted').renewal(),
        await mailSubjects(paid),
      ]
      const [portal, now] = [system.portal, Date.parse(await system.now())]
      await system.stop()

      system = await startSystem({ data, args: ['--port', new URL(portal).port] })
      expect(system.portal).toBe(portal)
      const later = new Holder(system, paid.person)
      expect((await later.certification()).expiresOn).toBe(expiresOn)
      expect(await mailSubjects(later)).toEqual(mails)
      expect(await holder('drafted').renewal()).toEqual(drafted)
      expect((await holder('payment-being-checked').certification()).standing.state).toBe(
        'payment-being-checked',
      )
      const passed = Date.parse(await system.now()) - now
      expect(passed).toBeGreaterThanOrEqual(0)
      expect(passed).toBeLessThan(180_000)
      expect((await later.start()).body).toMatchObject({
        type: expect.stringMatching(/already-renewed|window-not-open/),
      })
    },
  )

  test(
    'without demo people the list is empty and everything else is there',
    { timeout: 120_000 },
    async () => {
      const bare = await startSystem({ args: ['--no-demo'] })
      expect(bare.people).toEqual([])
      expect((await fetch(bare.portal)).status).toBe(200)
      expect((await fetch(`${bare.services.applications}/program`)).status).toBe(200)
      await bare.stop()
    },
  )
})

async function sentMails(): Promise<number> {
  return ((await (await fetch(`${system.mail}/messages`)).json()) as unknown[]).length
}

async function mailSubjects({ person }: Holder): Promise<string[]> {
  return (await system.mailTo(person.email)).map(({ subject }) => subject)
}
