import type { Page } from 'playwright-core'
import { checkPage } from './page-check.ts'
import type { System } from './system.ts'
import { words, type Language } from './words.ts'

export interface Journey {
  readonly system: System
  readonly page: Page
  readonly language: Language
  /** Step 5: the left bar, or the box in the centre. */
  readonly option: 'A' | 'B'
  readonly person: System['people'][number]
  /** Card, or the code of a voucher that covers the fee. */
  readonly payWith?: { readonly voucher: string }
  /** Where pictures go, and under which name. */
  readonly picture: string
}

/** Steps 1 to 4 of "How To - Certification Renewal": from the address to the dashboard. */
export async function logIn({ system, page, language, person, picture }: Journey): Promise<void> {
  const say = words[language]
  await page.goto(system.portal)
  if (language === 'es')
    await page
      .getByRole('button', { name: 'Español' })
      .or(page.getByRole('link', { name: 'Español' }))
      .first()
      .click()
  await page
    .getByRole('link', { name: say.site })
    .first()
    .or(page.getByText(say.site).first())
    .waitFor()
  await checkPage(page, `${picture}-01-home`)
  await page
    .getByRole('link', { name: say.registerLogin })
    .or(page.getByRole('button', { name: say.registerLogin }))
    .first()
    .click()
  await page.getByRole('heading', { name: say.logIn, level: 1 }).waitFor()
  await page.getByText(say.note).waitFor()
  await checkPage(page, `${picture}-03-log-in`)
  if (person.signsInWith === 'password') {
    await page.getByLabel(say.email, { exact: true }).fill(person.email)
    await page.getByLabel(say.password, { exact: true }).fill(person.password)
    await page.getByRole('button', { name: say.logIn, exact: true }).click()
  } else {
    await page
      .getByRole('button', { name: say[person.signsInWith] })
      .or(page.getByRole('link', { name: say[person.signsInWith] }))
      .click()
    await checkPage(page, `${picture}-04-provider`)
    await page
      .getByRole('button', { name: person.email })
      .or(page.getByRole('button', { name: person.name }))
      .first()
      .click()
  }
  await page.getByRole('heading', { name: say.dashboard, level: 1 }).waitFor()
}

/** Steps 5 to 7: to the form. */
export async function startRenewal({ page, language, option, picture }: Journey): Promise<void> {
  const say = words[language]
  const box = page
    .locator('section, div')
    .filter({ has: page.getByRole('heading', { name: say.renewalApplication }) })
    .last()
  await box.waitFor()
  await checkPage(page, `${picture}-05-dashboard`)
  if (option === 'A')
    await page
      .getByRole('navigation', { name: say.dashboard })
      .getByRole('link', { name: say.renewMyCertification })
      .click()
  else
    await box
      .getByRole('button', { name: say.startRenewal })
      .or(box.getByRole('link', { name: say.startRenewal }))
      .click()
  await page.getByRole('heading', { name: say.renewal, level: 1, exact: true }).waitFor()
  await checkPage(page, `${picture}-06-information`)
  await page.getByRole('button', { name: say.startRenewal }).click()
}

/** Steps 8 to 10: the form with its three parts, and the check boxes at its end. */
export async function fillForm({ page, language, person, picture }: Journey): Promise<void> {
  const say = words[language]
  await page.getByRole('heading', { name: say.renewalApplication, level: 1 }).waitFor()
  await fillMissing(page, language)
  await checkPage(page, `${picture}-08-information`)
  await page.getByRole('button', { name: say.continue, exact: true }).click()
  await page.getByRole('heading', { name: say.codeOfEthics }).first().waitFor()
  await checkPage(page, `${picture}-09-ethics`)
  await page.getByRole('button', { name: say.continue, exact: true }).click()
  await page.getByRole('heading', { name: say.attestation }).first().waitFor()
  await page.getByText(say.attested).first().waitFor()
  await page.getByLabel(say.typeName).fill(person.name)
  for (const box of await page.getByRole('checkbox').all()) await box.check()
  await checkPage(page, `${picture}-10-attestation`)
  await page.getByRole('button', { name: say.continue, exact: true }).click()
}

/** An imported holder has no address yet: only what is missing is asked (S5). */
async function fillMissing(page: Page, language: Language): Promise<void> {
  const none = language === 'en' ? 'I have no fixed address' : 'No tengo domicilio fijo'
  const box = page.getByRole('checkbox', { name: none })
  if ((await box.count()) > 0) await box.check()
}

/** Steps 11 and 12: Pay, the payment or voucher information, and Pay again. */
export async function pay({ page, language, payWith, picture }: Journey): Promise<void> {
  const say = words[language]
  const fee = page
    .locator('section, div')
    .filter({ has: page.getByRole('heading', { name: say.renewalFee }) })
    .last()
  await fee.waitFor()
  await checkPage(page, `${picture}-11-check`)
  await fee.getByRole('button', { name: say.pay, exact: true }).click()
  const box = page.getByRole('dialog').or(page.locator('[data-pay-box]')).first()
  await box.waitFor()
  if (payWith) await box.getByLabel(say.voucher).fill(payWith.voucher)
  else await typeCard(page)
  await checkPage(page, `${picture}-12-pay-box`)
  await box.getByRole('button', { name: say.pay, exact: true }).click()
}

export const goodCard = { number: '4242424242424242', expiry: '12/34', code: '123', zip: '95814' }

/** Types into the processor's own fields, which live in frames of its own origin. */
export async function typeCard(page: Page, card = goodCard): Promise<void> {
  const fields = { number: card.number, expiry: card.expiry, cvc: card.code, zip: card.zip }
  for (const [name, value] of Object.entries(fields))
    await page.frameLocator(`iframe[src*="fields=${name}"]`).locator(`input#${name}`).fill(value)
}

/** Step 13: the renewed certificate on the dashboard. */
export async function seeRenewed(
  { page, language, picture }: Journey,
  validThrough: string,
): Promise<void> {
  const say = words[language]
  await page.getByRole('heading', { name: say.renewed }).waitFor({ timeout: 20_000 })
  await page.getByText(`${say.validThrough} ${validThrough}`).first().waitFor()
  await page.getByRole('heading', { name: say.myCertificate }).first().waitFor()
  await checkPage(page, `${picture}-13-renewed`)
}
