import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core'
import type { Holder } from './holder.ts'
import type { System } from './system.ts'
import { cards, type Card } from './trouble.ts'
import { words } from './words.ts'

export interface Window {
  readonly page: Page
  readonly context: BrowserContext
}

const screens = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } }

/** A browser window of somebody's own, not logged in yet. */
export async function openWindow(
  browser: Browser,
  screen: keyof typeof screens = 'desktop',
): Promise<Window> {
  const context = await browser.newContext({ viewport: screens[screen], locale: 'en-US' })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  return { page, context }
}

/** Logs in with a password in the language that the person reads, and waits for what comes then. */
export async function logInAs(
  page: Page,
  system: System,
  person: System['people'][number],
): Promise<void> {
  const say = words[person.language]
  await page.goto(`${system.portal}/auth/log-in?language=${person.language}`)
  await page.getByLabel(say.email, { exact: true }).fill(person.email)
  await page.getByLabel(say.password, { exact: true }).fill(person.password)
  await page.getByRole('button', { name: say.logIn, exact: true }).click()
  await page.waitForURL(`${system.portal}/**`)
  await page.getByRole('heading', { level: 1 }).waitFor()
}

export interface GoogleAccount {
  readonly email: string
  readonly first: string
  readonly last: string
}

/** In front of the provider's page, which asks who one is there. */
export async function logInWithGoogle(
  page: Page,
  system: System,
  { email, first, last }: GoogleAccount,
): Promise<void> {
  const google = { name: words.en.google }
  await page.goto(`${system.portal}/auth/log-in?language=en`)
  // The embedded sign-in has a button, Keycloak a link.
  await page.getByRole('button', google).or(page.getByRole('link', google)).click()
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('First name').fill(first)
  await page.getByLabel('Last name').fill(last)
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
}

/** In front of the pay box: everything is filled in and signed, and the first Pay is pressed. */
export async function openPayBox(
  browser: Browser,
  holder: Holder,
  screen: keyof typeof screens = 'desktop',
) {
  await holder.fill()
  const opened = await openWindow(browser, screen)
  await logInAs(opened.page, holder.system, holder.person)
  return { ...opened, box: await pressFirstPay(opened.page, holder) }
}

export async function pressFirstPay(page: Page, { system, person }: Holder): Promise<Locator> {
  const say = words[person.language]
  await page.goto(`${system.portal}/renewal/pay`)
  await page.locator('section.fee').getByRole('button', { name: say.pay, exact: true }).click()
  const box = page.getByRole('dialog')
  await box.getByRole('button', { name: say.pay, exact: true }).waitFor()
  return box
}

/** Five wrong codes, each answered before the next (WVR-15). */
export async function lockVoucherField({ page, box }: { page: Page; box: Locator }): Promise<void> {
  for (const round of [1, 2, 3, 4, 5]) {
    await box.locator('#voucher').fill(`ZZZZ-ZZZZ-ZZZZ-ZZZ${round}`)
    const answered = page.waitForResponse((response) => response.url().endsWith('/quotes'))
    await box.getByRole('button', { name: /^(Apply|Aplicar)$/ }).click()
    await answered
    await box.locator('#voucher-error').waitFor()
  }
}

/** Types a card into the processor's own four frames. */
export async function typeInto(page: Page, card: Card, code = '123'): Promise<void> {
  const typed = { number: cards[card], expiry: '1234', cvc: code, zip: '95814' }
  for (const [name, value] of Object.entries(typed))
    await fieldOf(page, name).locator('input').fill(value)
}

function fieldOf(page: Page, name: string): FrameLocator {
  return page.frameLocator(`#card-${name} iframe`)
}

/** The three parts of the form, from the first to the last Continue; answers how many boxes the last one has. */
export async function fillParts(
  page: Page,
  { name, language }: System['people'][number],
): Promise<number> {
  const say = words[language]
  const next = () => page.getByRole('button', { name: say.continue, exact: true }).click()
  await page.getByRole('heading', { name: say.renewalApplication, level: 1 }).waitFor()
  const noAddress = page.getByRole('checkbox', {
    name: language === 'en' ? 'I have no fixed address' : 'No tengo domicilio fijo',
  })
  if ((await noAddress.count()) > 0) await noAddress.check()
  await next()
  await page.getByRole('heading', { name: say.codeOfEthics, level: 1 }).waitFor()
  await next()
  await page.getByLabel(say.typeName).fill(name)
  const boxes = await page.getByRole('checkbox').all()
  for (const box of boxes) await box.check()
  await next()
  return boxes.length
}
