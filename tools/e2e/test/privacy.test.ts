import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch } from '../src/browser.ts'
import { addDays, addYears, dateOf } from '@peercert/chassis/civil-date'
import { eventually } from '@peercert/chassis/eventually'
import {
  type CollectedSpan,
  type TraceCollector,
  traceCollector,
  wayTo,
  wholeTrace,
} from '@peercert/chassis/trace-collector'
import { accountOf, callerOf, openDesk, staffOf } from '../src/desk.ts'
import { fillParts, logInWithGoogle, openWindow } from '../src/holder-window.ts'
import { Holder, tokenOf } from '../src/holder.ts'
import { startRenewal, type Journey } from '../src/how-to.ts'
import { importHolder } from '../src/import-holder.ts'
import { missing, startMs, startSystem, type System, why } from '../src/system.ts'
import { openDatabase } from '../src/trouble-database.ts'
import { giveVoucher } from '../src/trouble.ts'

const data = mkdtempSync(join(tmpdir(), 'peercert-e2e-'))
let system: System
let browser: Browser
let collector: TraceCollector
beforeAll(async () => {
  collector = await traceCollector()
  const options = { data, traces: collector.url }
  ;[system, browser] = await Promise.all([startSystem(options), launch()])
}, startMs)
afterAll(async () => {
  await browser?.close()
  await system?.stop()
  await collector?.close()
  rmSync(data, { recursive: true, force: true })
})

/** Words that stand nowhere else in the world. */
const canary = {
  first: 'Zebulonia',
  last: 'Quaggmire',
  mailbox: 'heliotropic',
  street: '77 Xylophone Canary Lane',
  city: 'Wombatville',
  phone: '916-555-0177',
}
const email = `${canary.mailbox}@mail.example`
const name = `${canary.first} ${canary.last}`
const number = 'CMPSS-009077'
const seen: string[] = []
let code = ''
let holder: Holder

const secrets = () => [
  ...Object.values(canary),
  '9165550177',
  '+19165550177',
  encodeURIComponent(canary.street),
  code,
  code.replaceAll('-', ''),
]

/** Which canaries stand in a text. */
function found(text: string): string[] {
  const lower = text.toLowerCase()
  return secrets().filter((secret) => secret !== '' && lower.includes(secret.toLowerCase()))
}

describe.skipIf(missing)(`personal data stays at home (SEC-2, architecture 2 and 3)${why}`, () => {
  test(
    'a whole journey: first sign-in, address and phone, voucher, renewal, mails, staff who look at it',
    { timeout: 150_000 },
    async () => {
      await importHolder(data, { number, email, name, ...(await inWindow()) })
      const { page, context } = await openWindow(browser)
      page.on('request', (request) => seen.push(request.url()))
      await signIn(page)
      await writeAddress()
      code = (await giveVoucher(system, holder.person)).code
      expect(code).not.toBe('')
      await renew(page)
      await expect
        .poll(async () => (await holder.certification()).standing.state, { timeout: 30_000 })
        .toBe('renewed')
      await expect
        .poll(async () => (await system.mailTo(email)).map(({ subject }) => subject), {
          timeout: 20_000,
        })
        .toContain('Your certification is renewed')
      for (const path of ['my-information', 'messages', 'receipts', 'certificate'])
        await page.goto(`${system.portal}/${path}`)
      await context.close()
      await lookAsStaff()
    },
  )

  test('SEC-2: no event and no parked row holds a name, an address, a phone, an e-mail or a voucher code', async () => {
    for (const service of Object.keys(system.services)) {
      const pool = openDatabase(data, service)
      for (const table of ['outbox', 'inbox', 'parked', 'delivery', 'job_run']) {
        const { rows } = await pool.query<{ text: string }>(
          `select t::text as text from ${table} t`,
        )
        expect(found(rows.map(({ text }) => text).join('\n')), `${service}.${table}`).toEqual([])
        if (table === 'outbox' && service !== 'portal')
          expect(rows.length, service).toBeGreaterThan(0)
      }
      await pool.end()
    }
  })

  test('no log line and no address of a page or a request holds any of it', () => {
    expect(found(system.log.join('\n'))).toEqual([])
    expect(seen.length).toBeGreaterThan(100)
    expect(seen.filter((url) => found(url).length > 0)).toEqual([])
  })

  test('one trace goes from the press on Pay to the mail that says it is renewed', async () => {
    const spans = await eventually(async () => traceOfPayment(), 'the trace of the payment')
    const way = wayTo(spans, 'hand over M-6').map(({ name }) => name)
    // Only a broker outside the process is a stop of its own.
    expect(way.filter((name) => !name.startsWith('publish '))).toEqual([
      pressOnPay,
      `POST ${new URL(system.services.payments ?? '').host}`,
      'POST /fee-requests/:feeRequestId/payments',
      'consume payment.completed',
      'consume renewal.completed',
      'hand over M-6',
    ])
    expect(spans.map(({ name }) => name)).toContain('INSERT outbox')
  })

  test('no span holds any of it', () => {
    expect(collector.spans.length).toBeGreaterThan(500)
    expect(found(collector.raw.join('\n'))).toEqual([])
    expect(found(decodeURIComponent(collector.raw.join('\n').replaceAll('%', '%25')))).toEqual([])
    for (const { name, attributes } of collector.spans)
      expect(`${name} ${JSON.stringify(attributes)}`).not.toMatch(
        /[?@]|CMPSS-|[0-9a-f]{8}-[0-9a-f]{4}-/,
      )
  })

  test('access tokens carry no name and no e-mail; the mail of a voucher and of the renewal says nothing in its subject', async () => {
    for (const who of [email, staffOf(system, 'reviewer').email]) {
      const [, body = ''] = (await tokenOf(system, who)).split('.')
      const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<
        string,
        unknown
      >
      for (const claim of ['name', 'given_name', 'family_name', 'preferred_username', 'email'])
        expect(claims).not.toHaveProperty(claim)
      expect(JSON.stringify(claims)).not.toContain(who)
      expect(found(JSON.stringify(claims))).toEqual([])
    }
    for (const { subject } of await system.mailTo(email)) {
      expect(found(subject)).toEqual([])
      expect(subject).not.toMatch(/peer|mental/i)
    }
  })
})

describe.skipIf(missing)(`somebody else's (architecture 8, T-01)${why}`, () => {
  test('renewal, certificate, receipt, payment, signature and message of another person are not there', async () => {
    const things = await own()
    const other = new Holder(system, system.person('renewed', 'en'))
    const nobody = '01900000-0000-7000-8000-000000000000'
    for (const [service, path] of things) {
      expect((await holder.ask(service, `GET ${path}`)).status, path).toBe(200)
      const theirs = await other.ask<Record<string, unknown>>(service, `GET ${path}`)
      const none = await other.ask<Record<string, unknown>>(
        service,
        `GET ${path.replace(/[0-9a-f-]{36}/, nobody)}`,
      )
      expect([theirs.status, theirs.body.type], path).toEqual([404, none.body.type])
      expect(Object.keys(theirs.body).toSorted(), path).toEqual(Object.keys(none.body).toSorted())
      expect(found(JSON.stringify(theirs.body))).toEqual([])
    }
  })

  test('staff reach only what their role opens: what is the person’s own is not theirs, whoever they are', async () => {
    for (const [service, path] of await own())
      for (const role of ['reviewer', 'finance', 'admin'] as const) {
        const { status, body } = await callerOf(system, role).ask(service, `GET ${path}`)
        const opens = opensFor(role, path)
        expect([200, 403, 404], `${role} ${path}`).toContain(status)
        expect(status === 200, `${role} ${path}`).toBe(opens)
        if (!opens) expect(found(JSON.stringify(body))).toEqual([])
      }
  })

  /** As the contracts say it (x-roles). */
  function opensFor(role: 'reviewer' | 'finance' | 'admin', path: string): boolean {
    if (path.startsWith('/signatures/') || /^\/receipts\/[^/]+$/.test(path)) return true
    return path.startsWith('/certificates/') && role !== 'finance'
  }
})

const pressOnPay = 'POST /api/payments/fee-requests/:feeRequestId/payments'

/** From the press in the browser to the mail. */
function traceOfPayment(): CollectedSpan[] | undefined {
  const all = wholeTrace(collector.spans, pressOnPay)
  return all?.some(({ name: one }) => one === 'hand over M-6') ? all : undefined
}

/** Everything of the holder that has an address. */
async function own(): Promise<(readonly [service: string, path: string])[]> {
  const { receipts } = await holder.get<{ receipts: { receiptId: string; paymentId?: string }[] }>(
    'payments',
    'GET /me/receipts',
  )
  const { signatures } = await holder.get<{ signatures: { signatureId: string }[] }>(
    'applications',
    'GET /me/signatures',
  )
  const { messages } = await holder.get<{ messages: { messageId: string }[] }>(
    'notifications',
    'GET /me/messages',
  )
  const { certificates } = await holder.certification()
  const { feeRequestId } = (await holder.renewal()) as unknown as { feeRequestId: string }
  return [
    ['payments', `/receipts/${receipts[0]?.receiptId}`],
    ['payments', `/receipts/${receipts[0]?.receiptId}/pdf?language=en`],
    ['payments', `/fee-requests/${feeRequestId}`],
    ['applications', `/signatures/${signatures[0]?.signatureId}`],
    ['applications', `/certificates/${certificates[0]?.certificateId}/pdf?language=en`],
    ['notifications', `/me/messages/${messages[0]?.messageId}`],
  ]
}

/** Expires in 40 days, so that renewing is open. */
async function inWindow() {
  const expiresOn = addDays(dateOf(new Date(await system.now())), 40)
  return { issuedOn: addYears(expiresOn, -2), expiresOn }
}

async function signIn(page: Page): Promise<void> {
  await logInWithGoogle(page, system, { email, first: canary.first, last: canary.last })
  await page.getByText(`We found your certification ${number}.`).waitFor()
  const person = {
    ...system.person('renewed', 'en'),
    name,
    email,
    certificate: number,
  }
  holder = new Holder(system, person)
}

async function writeAddress(): Promise<void> {
  const { version } = await holder.get<{ version: number }>('identity', 'GET /me/profile')
  const address = { noFixedAddress: false, street: canary.street, city: canary.city, zip: '95616' }
  await holder.get('identity', 'PATCH /me/profile', {
    body: { version, address, phone: canary.phone, county: 'Yolo' },
  })
}

async function renew(page: Page): Promise<void> {
  const journey: Journey = {
    system,
    page,
    language: 'en',
    option: 'A',
    person: holder.person,
    picture: 'privacy',
  }
  await page.goto(`${system.portal}/dashboard`)
  await startRenewal(journey)
  await fillParts(page, holder.person)
  await page.locator('section.fee').getByRole('button', { name: 'Pay', exact: true }).click()
  const box = page.getByRole('dialog')
  await box.getByText('Pay another way').click()
  await box.getByLabel('Voucher code (if you have one)').fill(code)
  await box.getByRole('button', { name: 'Apply' }).click()
  await box.getByText('You will not be charged. Select Pay to finish.').waitFor()
  await box.getByRole('button', { name: 'Pay', exact: true }).click()
  await page.getByRole('heading', { name: 'Your certification is renewed' }).waitFor()
}

async function lookAsStaff(): Promise<void> {
  const desk = await openDesk(system, browser, staffOf(system, 'finance'))
  desk.page.on('request', (request) => seen.push(request.url()))
  for (const text of [canary.last, email, code]) {
    await desk.page.keyboard.press('/')
    await desk.page.getByRole('combobox').fill(text)
    await desk.page.locator('.found').first().waitFor()
    await desk.page.keyboard.press('Escape')
  }
  await desk.open(`/staff/people/${await accountOf(system, number)}`)
  await desk.page.getByRole('heading', { name, level: 1 }).waitFor()
  await desk.context.close()
}
