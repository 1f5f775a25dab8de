import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch } from '../src/browser.ts'
import { openDesk, staffOf } from '../src/desk.ts'
import { logInAs, logInWithGoogle, openWindow } from '../src/holder-window.ts'
import { Holder } from '../src/holder.ts'
import { importHolder } from '../src/import-holder.ts'
import { checkPage } from '../src/page-check.ts'
import { onStack, startMs, startSystem, type System } from '../src/system.ts'

const data = mkdtempSync(join(tmpdir(), 'peercert-e2e-'))
let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem({ data }), launch()])
}, startMs)
afterAll(async () => {
  await browser?.close()
  await system?.stop()
  rmSync(data, { recursive: true, force: true })
})

const imported = {
  number: 'CMPSS-009001',
  name: 'Rosalind Achterberg',
  email: 'rosalind@mail.example',
}
const bothWays = onStack
  ? 'This address already has an account. Prove once that it is yours, and both ways will work from now on.'
  : 'This address already has an account with a password.'
const sameAnswer =
  'If this matches our records, we sent a code to the e-mail on file. No code in 10 minutes? Staff can help:'

describe('getting in (ACC-4, CONV-9, renewal-service 0.4)', () => {
  test('CONV-9: an imported holder reaches their certification at the first log-in, and one line says so', async () => {
    const person = system.person('not-joined', 'en')
    const { page, context } = await openWindow(browser)
    await logInAs(page, system, person)
    await page.getByText(`We found your certification ${person.certificate}.`).waitFor()
    await page.getByText('Certification Renewal Application').first().waitFor()
    await checkPage(page, 'first-joined')
    const { number } = await new Holder(system, person).certification()
    expect(number).toBe(person.certificate)
    await context.close()
  })

  test('CONV-9: another name under the same address is not joined, gets three choices, and is on the list "Cannot get in"', async () => {
    await bringIn()
    const { page, context } = await openWindow(browser)
    await logInWithGoogle(page, system, { email: imported.email, first: 'Greta', last: 'Somebody' })
    await seeNothing(page)
    await checkPage(page, 'first-empty')
    for (const [role, name] of [
      ['button', 'Log in another way'],
      ['link', 'Find my certification'],
      ['link', 'I am new – apply'],
    ] as const)
      await page.getByRole(role, { name }).waitFor()
    const desk = await openDesk(system, browser, staffOf(system, 'reviewer'))
    await desk.open('/staff/locked-out')
    const row = desk.page.getByRole('row').filter({ hasText: 'Greta Somebody' })
    await row.getByText('Log-in did not fit').waitFor()
    await row.getByText(imported.number).waitFor()
    await checkPage(desk.page, 'first-locked-out')
    await desk.context.close()
    await context.close()
  })

  test(
    'A certification is found with number, name and a code from the mail; a stranger reads the same words and no mail goes out',
    { timeout: 90_000 },
    async () => {
      const { page, context } = await openWindow(browser)
      await logInWithGoogle(page, system, {
        email: imported.email,
        first: 'Greta',
        last: 'Somebody',
      })
      await seeNothing(page)
      const codesBefore = await codes()
      const wrong = await find(page, imported.number, 'Somebody Else')
      expect(await codes()).toEqual(codesBefore)
      const right = await find(page, imported.number, imported.name.toLowerCase())
      expect(right).toBe(wrong)
      await checkPage(page, 'first-find-code')
      await expect.poll(codes, { timeout: 20_000 }).toHaveLength(codesBefore.length + 1)
      const code = (await codes()).find((one) => !codesBefore.includes(one)) ?? ''
      await page.getByLabel('Code from the e-mail').fill('000000')
      await page.getByRole('button', { name: 'Continue' }).click()
      await page
        .getByText('This code does not work. Check it, or ask for a new one.')
        .first()
        .waitFor()
      await page.getByLabel('Code from the e-mail').fill(code)
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor()
      await page.getByText(imported.number).first().waitFor()
      await context.close()
    },
  )

  test(
    'ACC-4: Google with an address that has a password asks for a proof of that account once, and then both ways work',
    { timeout: 90_000 },
    async () => {
      const marisol = new Holder(system, system.person('window-just-opened', 'en'))
      const google = { email: marisol.person.email, first: 'Marisol', last: 'Vega' }
      const { page, context } = await openWindow(browser)
      await logInWithGoogle(page, system, google)
      await page.getByText(bothWays).waitFor()
      await checkPage(page, 'first-both-ways')
      await (onStack ? proveByMail : proveByPassword)(page, marisol)
      await seeOwn(page, marisol)
      await context.close()
      const again = await openWindow(browser)
      await logInWithGoogle(again.page, system, google)
      await seeOwn(again.page, marisol)
      await again.context.close()
    },
  )
})

/** The embedded sign-in asks for the password of the account. */
async function proveByPassword(page: Page, { person }: Holder): Promise<void> {
  await page.getByLabel('Password', { exact: true }).fill('not-this-one-2026')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByText('That is not the password of this account.').first().waitFor()
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Continue' }).click()
}

/** The real one sends a link to its address. */
async function proveByMail(page: Page, { person }: Holder): Promise<void> {
  await page.getByRole('button', { name: 'Use both ways' }).click()
  await page.getByRole('heading', { name: 'Check your email' }).waitFor()
  const link = async () => {
    const mails = await system.mailTo(person.email)
    const mail = mails.findLast(({ subject }) => subject === 'Use both ways')
    return /https?:\/\/\S+/.exec(mail?.text ?? '')?.[0]
  }
  await expect.poll(link, { timeout: 20_000 }).toBeDefined()
  await page.goto((await link()) ?? '')
}

async function bringIn(): Promise<void> {
  const year = Number((await system.now()).slice(0, 4))
  const dates = { issuedOn: `${year - 1}-12-31`, expiresOn: `${year + 1}-12-31` }
  await importHolder(data, { ...imported, ...dates })
}

async function seeNothing(page: Page): Promise<void> {
  await page
    .getByRole('heading', { name: 'We do not see a certification under this log-in' })
    .waitFor()
}

async function seeOwn(page: Page, { person }: Holder): Promise<void> {
  await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor()
  await page
    .getByText(person.certificate ?? '')
    .first()
    .waitFor()
}

/** What the page answers to a number and a name. */
async function find(page: Page, number: string, name: string): Promise<string | null> {
  await page.goto(`${system.portal}/find`)
  await page.getByLabel('Certification number').fill(number)
  await page.getByLabel('Name on your certificate').fill(name)
  await page.getByRole('button', { name: 'Send me a code' }).click()
  const answer = page.getByRole('status').filter({ hasText: sameAnswer })
  await answer.waitFor()
  return answer.textContent()
}

async function codes(): Promise<string[]> {
  const mails = await system.mailTo(imported.email)
  return mails.flatMap(({ text }) => /Your code is (\w+)/.exec(text)?.[1] ?? [])
}
