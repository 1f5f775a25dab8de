import { launch } from '@peercert/e2e/browser'
import { checkPage } from '@peercert/e2e/page-check'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { skipReason } from '../../src/available.ts'
import { type House, openHouse } from './house.ts'
import { oneTimeCode, password, Visitor } from './visitor.ts'

const reason = await skipReason(['keycloak'])

describe.skipIf(reason)(
  `staff at the real Keycloak${reason ? ` (${reason})` : ''}`,
  { timeout: 180_000 },
  () => {
    let house: House
    let browser: Browser
    beforeAll(async () => {
      ;[house, browser] = await Promise.all([openHouse('keycloak'), launch()])
    }, 600_000)
    afterAll(async () => {
      await browser?.close()
      await house?.close()
    })

    const arrive = () => Visitor.arrive(house, browser)
    const atPassword = async (email: string, secret = password) => {
      const visitor = await arrive()
      await visitor.toLogIn('language=en&realm=staff')
      await visitor.typeLogIn(email, secret)
      return visitor
    }
    const giveCode = async (page: Page, code: string) => {
      await page.getByLabel('One-time code').fill(code)
      await page.getByRole('button', { name: /Log In|Continue/ }).click()
    }

    test('the first log-in sets up one-time codes, later ones ask for one; a code works once', async () => {
      const email = 'first.code@program.example'
      await house.add({ realm: 'staff', email, name: 'Dana Reyes', password, roles: ['reviewer'] })
      const dana = await atPassword(email)
      await dana.page.getByRole('heading', { name: 'Set up one-time codes' }).waitFor()
      await checkPage(dana.page, 'keycloak-code-setup')
      await dana.page.getByRole('link', { name: 'I cannot scan it' }).click()
      const secret = (await dana.page.locator('#kc-totp-secret-key').textContent()) ?? ''
      await checkPage(dana.page, 'keycloak-code-key')
      const code = oneTimeCode(secret)
      await giveCode(dana.page, code)
      await dana.page.waitForURL(`${house.portal}/staff**`)
      expect((await dana.session()).kind).toBe('staff')
      await dana.leave()

      const again = await atPassword(email)
      await again.page.getByLabel('One-time code').waitFor()
      await checkPage(again.page, 'keycloak-code')
      await giveCode(again.page, code)
      await again.page.getByText('That is not the code of this moment.').first().waitFor()
      expect((await again.session()).kind).toBe('anonymous')
      // The next code: the server looks one ahead, for clocks that are not the same.
      await giveCode(again.page, oneTimeCode(secret, 1))
      await again.page.waitForURL(`${house.portal}/staff**`)
      await again.leave()
    })

    test('a new password by mail does not take the place of the code', async () => {
      const email = 'mail.only@program.example'
      const oneTimeSecret = 'JBSWY3DPEHPK3PXP'
      await house.add({
        realm: 'staff',
        email,
        name: 'Omar Haddad',
        password,
        roles: ['reviewer'],
        oneTimeSecret,
      })
      const thief = await arrive()
      await thief.toLogIn('language=en&realm=staff')
      await thief.page.getByRole('link', { name: 'Forgot your password?' }).click()
      await thief.page.getByLabel('Email').fill(email)
      await thief.page.getByRole('button', { name: 'Continue' }).click()
      await thief.page.goto(await thief.linkIn(email, 'Reset your password'))
      const fresh = 'a-quiet-evening-2026'
      await thief.chooseNewPassword(fresh)
      await thief.page
        .getByText('Your password is changed.')
        .or(thief.page.getByText('Done.'))
        .first()
        .waitFor()
      expect((await thief.session()).kind).toBe('anonymous')
      await thief.toLogIn('language=en&realm=staff')
      await thief.typeLogIn(email, fresh)
      await thief.page.getByLabel('One-time code').waitFor()
      expect((await thief.session()).kind).toBe('anonymous')
      await giveCode(thief.page, oneTimeCode(oneTimeSecret))
      await thief.page.waitForURL(`${house.portal}/staff**`)
      await thief.leave()
    })

    test('the realm of staff lets nobody register, and shows neither Google nor Microsoft', async () => {
      const visitor = await arrive()
      await visitor.toLogIn('language=en&realm=staff')
      await visitor.page.getByLabel('Password', { exact: true }).waitFor()
      for (const name of ['Create an account', 'Sign in with Google', 'Sign in with Microsoft'])
        expect(await visitor.page.getByRole('link', { name }).count()).toBe(0)
      await checkPage(visitor.page, 'keycloak-staff-log-in')
      const address = new URL(visitor.page.url())
      address.pathname = address.pathname.replace(/\/auth$/, '/registrations')
      const answer = await visitor.page.goto(address.href)
      expect(answer?.status()).toBe(400)
      await visitor.leave()
    })
  },
)
