import { createHmac } from 'node:crypto'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { House } from './house.ts'

export const password = 'lantern-river-2026'

export interface Newcomer {
  readonly email: string
  readonly first: string
  readonly last: string
}

/** One person in one browser, at either of the two sign-ins: the words are the same, the order of steps is not always. */
export class Visitor {
  readonly house: House
  readonly page: Page
  readonly context: BrowserContext

  private constructor(house: House, context: BrowserContext, page: Page) {
    this.house = house
    this.context = context
    this.page = page
  }

  static async arrive(house: House, browser: Browser): Promise<Visitor> {
    const context = await browser.newContext({ locale: 'en-US' })
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    return new Visitor(house, context, page)
  }

  leave(): Promise<void> {
    return this.context.close()
  }

  async toLogIn(query = 'language=en'): Promise<void> {
    await this.page.goto(`${this.house.portal}/auth/log-in?${query}`)
  }

  async typeLogIn(email: string, secret = password): Promise<void> {
    await this.page.getByLabel('Email', { exact: true }).fill(email)
    await this.page.getByLabel('Password', { exact: true }).fill(secret)
    await this.page.getByRole('button', { name: 'Log In', exact: true }).click()
  }

  async logIn(email: string, secret = password): Promise<void> {
    await this.toLogIn()
    await this.typeLogIn(email, secret)
    await this.seeDashboard()
  }

  async seeDashboard(): Promise<void> {
    await this.page.waitForURL(`${this.house.portal}/**`)
    await this.page.getByRole('heading', { level: 1 }).waitFor()
    await this.seeKind('person')
  }

  async seeKind(wanted: string): Promise<void> {
    const { kind } = await this.session()
    if (kind !== wanted) throw new Error(`the portal sees ${kind}, not ${wanted}`)
  }

  /** As the pages see it. */
  async session(): Promise<{ kind: string; email: string | null; method: string | null }> {
    const answer = await this.context.request.get(`${this.house.portal}/api/session`)
    return (await answer.json()) as never
  }

  /** Fills in the form for a new account; the real one asks for the password after the mail. */
  async register({ email, first, last }: Newcomer): Promise<void> {
    await this.toLogIn()
    await this.page.getByRole('link', { name: 'Create an account' }).click()
    await this.page.getByLabel('Email').fill(email)
    await this.page.getByLabel('First name').fill(first)
    await this.page.getByLabel('Last name').fill(last)
    if (this.house.provider === 'embedded')
      await this.page.getByLabel('Password', { exact: true }).fill(password)
    await this.page
      .getByRole('button', { name: 'Create an account' })
      .or(this.page.getByRole('button', { name: 'Create Account' }))
      .click()
    await this.page.getByRole('heading', { name: 'Check your email' }).waitFor()
  }

  /** The address in the newest letter to somebody with that subject. */
  async linkIn(to: string, subject: string): Promise<string> {
    const { text } = await this.house.mail.waitFor({ to, subject })
    const link = /https?:\S+/.exec(text)?.[0]
    if (!link) throw new Error(`no link in "${subject}" to ${to}`)
    return link
  }

  async chooseNewPassword(
    secret: string,
    words = ['New password', 'New password again', 'Continue'],
  ): Promise<void> {
    const [first = '', again = '', button = ''] = words
    await this.page.getByLabel(first, { exact: true }).fill(secret)
    if (this.house.provider === 'keycloak')
      await this.page.getByLabel(again, { exact: true }).fill(secret)
    await this.page.getByRole('button', { name: button }).click()
  }

  /** The button or link that leads to Google or Microsoft, and who one is there. */
  async comeFrom(name: 'Google' | 'Microsoft', who: Newcomer): Promise<void> {
    await this.toLogIn()
    const words = { name: `Sign in with ${name}` }
    await this.page.getByRole('link', words).or(this.page.getByRole('button', words)).click()
    await this.page.getByLabel('Email').fill(who.email)
    await this.page.getByLabel('First name').fill(who.first)
    await this.page.getByLabel('Last name').fill(who.last)
    await this.page.getByRole('button', { name: 'Continue', exact: true }).click()
  }

  async logOut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Log Out' }).first().click()
    await this.page.waitForURL(`${this.house.portal}/`)
    await this.seeKind('anonymous')
  }
}

/** What an app on a phone shows now, or `steps` codes later. */
export function oneTimeCode(secret: string, steps = 0): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret.toUpperCase().replaceAll(/[\s=]/g, '')]
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const hash = createHmac('sha1', key).update(counter).digest()
  const at = (hash.at(-1) ?? 0) & 0xf
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
