import { addDays, addYears, at } from '@peercert/chassis/civil-date'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch } from '../src/browser.ts'
import { openDesk, staffOf, type Desk, type Role } from '../src/desk.ts'
import { fillParts, logInAs, openWindow } from '../src/holder-window.ts'
import { Holder } from '../src/holder.ts'
import { logIn, pay, startRenewal, type Journey } from '../src/how-to.ts'
import { checkPage } from '../src/page-check.ts'
import { missing, startMs, startSystem, type System, why } from '../src/system.ts'
import { cardToken, watchCharges } from '../src/trouble.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launch()])
}, startMs)
afterAll(async () => {
  await browser?.close()
  await system?.stop()
})

const holder = (shows: string, language: 'en' | 'es') =>
  new Holder(system, system.person(shows, language))
const desk = (role: Role, which = 0) => openDesk(system, browser, staffOf(system, role, which))
const subjects = async ({ person }: Holder) =>
  (await system.mailTo(person.email)).map(({ subject }) => subject)

async function mailed(who: Holder, subject: string): Promise<void> {
  await expect.poll(() => subjects(who), { timeout: 20_000 }).toContain(subject)
}

/** What anybody is told about a certification. */
async function registered(who: Holder): Promise<string | undefined> {
  const answer = await fetch(`${system.services.applications}/registry/search`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ number: who.person.certificate }),
  })
  const { entries } = (await answer.json()) as { entries: { status: string }[] }
  return entries[0]?.status
}

async function openCase({ page, open }: Desk, who: Holder): Promise<void> {
  await open('/staff/late')
  await page.getByRole('link', { name: who.person.name }).click()
  await page.getByRole('heading', { name: who.person.name, level: 1 }).waitFor()
}

describe.skipIf(missing)(
  `a late renewal, in Spanish, on a phone (REN-20, REN-21, WX-16)${why}`,
  () => {
    const lucia = () => holder('expired-yesterday', 'es')

    test(
      'REN-20: whoever expired yesterday sees $160.00, ticks five boxes, pays once, and waits for staff',
      { timeout: 120_000 },
      async () => {
        const { person } = lucia()
        const { page, context } = await openWindow(browser, 'phone')
        const journey: Journey = {
          system,
          page,
          language: 'es',
          option: 'B',
          person,
          picture: 'late-es-phone',
        }
        const watch = await watchCharges(system)
        await logIn(journey)
        await page.getByText('Vencida').first().waitFor()
        await startRenewal(journey)
        expect(await fillParts(page, person), 'boxes').toBe(5)
        await page.getByText('$160.00').first().waitFor()
        await pay(journey)
        await page
          .getByRole('heading', { name: 'Estamos revisando su renovación tardía' })
          .waitFor()
        await checkPage(page, 'late-es-phone-in-review')
        expect(new Set(await watch.charges()).size).toBe(1)
        await mailed(lucia(), 'Recibimos su renovación tardía')
        expect(await registered(lucia())).toBe('Expired')
        await context.close()
      },
    )

    test(
      'REN-21: a reviewer approves with six of six checks; it is active from then on, two years from the old date, mail and registry say so',
      { timeout: 90_000 },
      async () => {
        const before = (await lucia().certification()).expiresOn
        const dana = await desk('reviewer')
        await openCase(dana, lucia())
        await dana.page.getByRole('heading', { name: '6 of 6 checks' }).waitFor()
        await dana.page.getByText('gets a mail in Spanish').first().waitFor()
        await checkPage(dana.page, 'late-desk-case')
        await dana.page.getByRole('button', { name: 'Approve', exact: true }).click()
        await dana.page.getByText('This review is decided').waitFor()
        await dana.context.close()
        await mailed(lucia(), 'Su renovación tardía fue aprobada')
        const { status, expiresOn } = await lucia().certification()
        expect([status, expiresOn]).toEqual(['ACTIVE', addYears(before, 2)])
        expect(await registered(lucia())).toBe('Active')
      },
    )
  },
)

describe.skipIf(missing)(`a late renewal that is refused (REN-20, APL-1)${why}`, () => {
  test(
    'a refusal needs a second reader; then the person reads why, and sends again without paying',
    { timeout: 150_000 },
    async () => {
      const samuel = holder('late-in-review', 'en')
      const watch = await watchCharges(system)
      await refuse(samuel)
      expect(await subjects(samuel)).not.toContain('Decision about your late renewal')
      await agree(samuel)
      await mailed(samuel, 'Decision about your late renewal')
      const { page, context } = await openWindow(browser)
      await logInAs(page, system, samuel.person)
      await page.getByRole('link', { name: 'Read the Decision' }).first().click()
      await page.getByText('The name you typed to sign is not your legal name').first().waitFor()
      await page.getByText('You can appeal through').first().waitFor()
      await checkPage(page, 'late-refused')
      await page.getByRole('button', { name: 'Submit Again' }).click()
      await fillParts(page, samuel.person)
      await page.getByText('Your fee is already paid. There is nothing to pay.').waitFor()
      await checkPage(page, 'late-again-send')
      await page.getByRole('button', { name: 'Submit Again' }).click()
      await page.getByRole('heading', { name: 'Your late renewal is being reviewed' }).waitFor()
      expect(await watch.asked()).toBe(0)
      expect((await samuel.renewal()).state).toBe('in-review')
      await context.close()
    },
  )

  /** The first reviewer proposes, from the keyboard; nobody decides their own. */
  async function refuse(who: Holder): Promise<void> {
    const dana = await desk('reviewer')
    await openCase(dana, who)
    const { page } = dana
    await page.keyboard.press('r')
    await page.getByLabel('Reason', { exact: true }).selectOption('SIGNATURE_INVALID')
    await page.getByRole('button', { name: 'Refuse', exact: true }).click()
    await page.getByText('Somebody else decides.').waitFor()
    await dana.context.close()
  }

  async function agree(who: Holder): Promise<void> {
    const omar = await desk('reviewer', 1)
    const { page } = omar
    await omar.open('/staff/decisions')
    await page.getByRole('link', { name: new RegExp(who.person.name) }).click()
    await page.getByRole('heading', { name: 'Refused, second reader' }).waitFor()
    await checkPage(page, 'late-second-reader')
    await decide(page, 'I read the signature and agree.')
    await page.getByText('This review is decided').waitFor()
    await omar.context.close()
  }
})

async function decide(page: Page, reason: string): Promise<void> {
  await page.getByText('Agree', { exact: true }).first().click()
  await page.getByLabel('Reason', { exact: true }).fill(reason)
  await page.getByRole('button', { name: 'Agree', exact: true }).click()
}

describe.skipIf(missing)(`our payments failed on the last day (renewal-service 6)${why}`, () => {
  test(
    'two from finance waive the late fee of somebody who had a draft that day: $80.00, still late, the date does not move',
    { timeout: 150_000 },
    async () => {
      const thanh = holder('last-day', 'en')
      await thanh.start()
      const last = (await thanh.certification()).expiresOn
      await system.moveTo(at(addDays(last, 1), 12).toISOString())
      const priya = await desk('finance')
      await priya.page.keyboard.press('/')
      await priya.page.keyboard.type(thanh.person.certificate ?? '')
      await priya.page.getByRole('heading', { name: thanh.person.name, level: 1 }).waitFor()
      await propose(priya.page)
      await priya.open('/staff/decisions')
      await priya.page.getByText('Somebody else decides.').waitFor()
      await priya.context.close()
      const tom = await desk('finance', 1)
      await tom.open('/staff/decisions')
      await tom.page.getByText('our payments failed on the last day').first().waitFor()
      await checkPage(tom.page, 'late-waiver-decision')
      await decide(tom.page, 'The outage is in our log.')
      await tom.page.getByText('None.').nth(1).waitFor()
      await tom.context.close()
      await thanh.fill()
      const { feeRequestId, totalCents } = await thanh.checkOut()
      expect(totalCents).toBe(8000)
      const { body } = await thanh.press(feeRequestId, {
        shownTotalCents: totalCents,
        confirmationToken: await cardToken(system, 'good'),
      })
      expect([body.state, body.totalCents]).toEqual(['completed', 8000])
      await expect
        .poll(async () => (await thanh.renewal()).state, { timeout: 20_000 })
        .toBe('in-review')
      expect((await thanh.certification()).expiresOn).toBe(last)
    },
  )

  async function propose(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Waive the late fee' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Our payments failed on the last day').click()
    await dialog.getByLabel('Failed from').fill('18:00')
    await dialog.getByLabel('Failed to').fill('23:30')
    await dialog
      .getByLabel('Reason', { exact: true })
      .fill('The card processor was away that evening.')
    await dialog.getByRole('button', { name: 'Propose' }).click()
    await dialog.getByText('It waits for a second person from finance.').waitFor()
  }
})
