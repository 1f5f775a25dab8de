import type { Browser, BrowserContext, Page } from 'playwright-core'
import { Caller } from './holder.ts'
import { typeOneTimeCode } from './one-time-code.ts'
import type { System } from './system.ts'

export type Role = 'reviewer' | 'finance' | 'admin'

/** The first or second of the staff with a role. */
export function staffOf(system: System, role: Role, which = 0): System['people'][number] {
  const found = system.people.filter((one) => one.shows === 'staff' && one.roles.includes(role))[
    which
  ]
  if (!found) throw new Error(`there is no ${role} number ${which + 1}`)
  return found
}

export function callerOf(system: System, role: Role, which = 0): Caller {
  return new Caller(system, staffOf(system, role, which))
}

export interface Desk {
  readonly page: Page
  readonly context: BrowserContext
  readonly who: System['people'][number]
  open(path: string): Promise<void>
}

/** Somebody of the staff, logged in at the desk in a browser window of their own. */
export async function openDesk(
  system: System,
  browser: Browser,
  who: System['people'][number],
): Promise<Desk> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(`${system.portal}/staff`)
  await page.getByRole('link', { name: 'Log In' }).click()
  await page.getByLabel('Email', { exact: true }).fill(who.email)
  await page.getByLabel('Password', { exact: true }).fill(who.password)
  await page.getByRole('button', { name: 'Log In', exact: true }).click()
  if (who.oneTimeSecret) await typeOneTimeCode(page, who.oneTimeSecret)
  await page.getByRole('heading', { name: 'Work lists' }).first().waitFor()
  return {
    page,
    context,
    who,
    open: async (path) => void (await page.goto(`${system.portal}${path}`)),
  }
}

interface Found {
  readonly accountId: string
  readonly number: string
}

/** The account behind a certification number. */
export async function accountOf(system: System, number: string): Promise<string> {
  const { certifications } = await callerOf(system, 'reviewer').get<{ certifications: Found[] }>(
    'applications',
    'POST /staff/certifications/search',
    { body: { text: number } },
  )
  const found = certifications.find((one) => one.number === number)
  if (!found) throw new Error(`nobody holds ${number}`)
  return found.accountId
}

export const shows = (page: Page, text: string | RegExp) =>
  page.getByText(text).first().waitFor({ timeout: 20_000 })
