import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addDays, addYears, dateOf, toDbDate } from '@peercert/chassis/civil-date'
import { eventually } from '@peercert/chassis/eventually'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch } from '../src/browser.ts'
import { openWindow } from '../src/holder-window.ts'
import { fillForm, pay, seeRenewed, startRenewal, type Journey } from '../src/how-to.ts'
import { importHolder } from '../src/import-holder.ts'
import { checkPage } from '../src/page-check.ts'
import { missing, startMs, startSystem, type System, why } from '../src/system.ts'
import { words } from '../src/words.ts'

const data = mkdtempSync(join(tmpdir(), 'peercert-e2e-'))
let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem({ data, args: ['--no-demo'] }), launch()])
}, startMs)
afterAll(async () => {
  await browser?.close()
  await system?.stop()
  rmSync(data, { recursive: true, force: true })
})

const expiresOn = addDays(dateOf(new Date()), 60)
const imelda = {
  number: 'CMPSS-004711',
  name: 'Imelda Strand',
  email: 'imelda.strand@mail.example',
  password: 'harbor-violet-2031',
  issuedOn: addYears(expiresOn, -2),
  expiresOn,
}

describe.skipIf(missing)(`from no account to a renewed certificate${why}`, () => {
  test(
    'ACC-1 CONV-9 REN-11: an imported holder registers, confirms the address, is joined, renews, pays and is renewed',
    { timeout: 240_000 },
    async () => {
      await importHolder(data, imelda)
      const { page, context } = await openWindow(browser)
      await register(page)
      await page.goto(await confirmationLink())
      await choosePasswordIfAsked(page)
      await page.getByText(`We found your certification ${imelda.number}.`).waitFor()
      const journey = journeyOn(page)
      await startRenewal(journey)
      await fillForm(journey)
      await pay(journey)
      await seeRenewed(journey, inWords(addYears(expiresOn, 2)))
      const subjects = await eventually(async () => {
        const found = (await system.mailTo(imelda.email)).map(({ subject }) => subject)
        return found.includes(words.en.mailSubject) ? found : undefined
      }, 'the mail that says so')
      expect(subjects.filter((subject) => subject === words.en.mailSubject)).toHaveLength(1)
      await context.close()
    },
  )
})

/** The form for a new account; the real sign-in asks for the password after the mail. */
async function register(page: Page): Promise<void> {
  const [first = '', last = ''] = imelda.name.split(' ')
  await page.goto(`${system.portal}/auth/log-in?language=en`)
  await page.getByRole('link', { name: 'Create an account' }).click()
  await page.getByLabel('Email').fill(imelda.email)
  await page.getByLabel('First name').fill(first)
  await page.getByLabel('Last name').fill(last)
  const password = page.getByLabel('Password', { exact: true })
  if ((await password.count()) > 0) await password.fill(imelda.password)
  await checkPage(page, 'registration-01-form')
  await page
    .getByRole('button', { name: 'Create an account' })
    .or(page.getByRole('button', { name: 'Create Account' }))
    .click()
  await page.getByRole('heading', { name: 'Check your email' }).waitFor()
  await checkPage(page, 'registration-02-check-your-email')
}

function confirmationLink(): Promise<string> {
  return eventually(async () => {
    const mails = await system.mailTo(imelda.email)
    const mail = mails.find(({ subject }) => subject.includes('Confirm your email'))
    return /https?:\S+/.exec(mail?.text ?? '')?.[0]
  }, 'the mail that confirms the address')
}

async function choosePasswordIfAsked(page: Page): Promise<void> {
  const field = page.getByLabel('New password', { exact: true })
  const dashboard = page.getByRole('heading', { name: words.en.dashboard, level: 1 })
  await field.or(dashboard).first().waitFor()
  if ((await field.count()) === 0) return
  await field.fill(imelda.password)
  await page.getByLabel('New password again', { exact: true }).fill(imelda.password)
  await checkPage(page, 'registration-03-password')
  await page.getByRole('button', { name: 'Continue' }).click()
}

function journeyOn(page: Page): Journey {
  const { name, email, password, number } = imelda
  return {
    system,
    page,
    language: 'en',
    option: 'B',
    picture: 'registration',
    person: {
      name,
      email,
      password,
      realm: 'peers',
      roles: ['peer'],
      shows: 'window-just-opened',
      certificate: number,
      language: 'en',
      signsInWith: 'password',
    },
  }
}

function inWords(day: ReturnType<typeof dateOf>): string {
  return toDbDate(day).toLocaleDateString('en-US', { dateStyle: 'long', timeZone: 'UTC' })
}
