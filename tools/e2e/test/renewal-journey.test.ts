import { addDays, addYears, dateOf, toDbDate } from '@peercert/chassis/civil-date'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch } from '../src/browser.ts'
import { logInAs, openWindow } from '../src/holder-window.ts'
import { fillForm, logIn, pay, seeRenewed, startRenewal, type Journey } from '../src/how-to.ts'
import { missing, startMs, startSystem, type System, why } from '../src/system.ts'
import { words } from '../src/words.ts'

const screens = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } }

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launch()])
}, startMs)
afterAll(async () => {
  await browser?.close()
  await system?.stop()
})

const journeys = [
  { language: 'en', option: 'A', screen: 'desktop', method: 'password' },
  { language: 'en', option: 'B', screen: 'phone', method: 'google' },
  { language: 'en', option: 'A', screen: 'phone', method: 'microsoft' },
  { language: 'es', option: 'B', screen: 'desktop', method: 'password' },
  { language: 'es', option: 'A', screen: 'phone', method: 'google' },
  { language: 'es', option: 'B', screen: 'desktop', method: 'microsoft' },
] as const

describe.skipIf(missing)(
  `the fifteen steps of "How To - Certification Renewal" (S0, REN-6, REN-9, REN-10, PAY-2)${why}`,
  () => {
    test.each(journeys)(
      '$language, option $option, $screen, signing in with $method',
      { timeout: 120_000 },
      async ({ language, option, screen, method }) => {
        const context = await browser.newContext({ viewport: screens[screen], locale: 'en-US' })
        const page = await context.newPage()
        const person = system.person('window-just-opened', language, method)
        const journey: Journey = {
          system,
          page,
          language,
          option,
          person,
          picture: `how-to-${language}-${screen}-${method}`,
        }
        await logIn(journey)
        await startRenewal(journey)
        await fillForm(journey)
        await pay(journey)
        await seeRenewed(journey, inTwoYears(language))
        const mails = await confirmed(person.email)
        expect(mails.map((mail) => mail.subject)).toContain(words[language].mailSubject)
        await context.close()
      },
    )
  },
)

describe.skipIf(missing)(`the form on a slow line (renewal-service S6)${why}`, () => {
  test(
    'there is no Continue before the Code of Ethics is on the screen, and one press on it is enough',
    { timeout: 60_000 },
    async () => {
      const { page, context } = await openWindow(browser)
      await logInAs(page, system, system.person('drafted', 'en'))
      const asked = Promise.withResolvers<() => Promise<void>>()
      await page.route('**/program/texts/code-of-ethics*', (route) =>
        asked.resolve(() => route.continue()),
      )
      await page.goto(`${system.portal}/renewal/ethics`)
      await page.getByRole('heading', { name: words.en.codeOfEthics, level: 1 }).waitFor()
      const answer = await asked.promise
      const next = page.getByRole('button', { name: words.en.continue, exact: true })
      expect(await next.count()).toBe(0)
      await answer()
      await next.click()
      await page.getByRole('heading', { name: words.en.attestation, level: 1 }).waitFor()
      await context.close()
    },
  )
})

/** Step 15: two years from the original expiration date, which lies 90 days after the first start (REN-11). */
function inTwoYears(language: 'en' | 'es'): string {
  const expiresOn = addYears(addDays(dateOf(new Date()), 90), 2)
  return toDbDate(expiresOn).toLocaleDateString(language === 'es' ? 'es-US' : 'en-US', {
    dateStyle: 'long',
    timeZone: 'UTC',
  })
}

/** Step 14: an e-mail confirmation goes to the address on file. */
async function confirmed(address: string) {
  return expect
    .poll(() => system.mailTo(address), { timeout: 20_000, interval: 200 })
    .not.toEqual([])
    .then(() => system.mailTo(address))
}
