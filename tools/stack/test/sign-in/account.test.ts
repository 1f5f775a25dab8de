import { launch } from '@peercert/e2e/browser'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { doors } from './doors.ts'
import { type House, openHouse } from './house.ts'
import { password, Visitor } from './visitor.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser?.close())

for (const { provider, skip, title } of doors)
  describe.skipIf(skip)(`an account at ${title}`, { timeout: 180_000 }, () => {
    let house: House
    beforeAll(async () => {
      house = await openHouse(provider)
    }, 600_000)
    afterAll(() => house?.close())

    const arrive = () => Visitor.arrive(house, browser)
    const someone = (name: string) => ({
      email: `${name}@mail.example`,
      first: 'Ana',
      last: 'Ruiz',
    })

    test('somebody registers, confirms the address in the same browser, and is on their dashboard', async () => {
      const who = someone('same.browser')
      const ana = await arrive()
      await ana.register(who)
      await ana.page.goto(await ana.linkIn(who.email, 'Confirm your email'))
      if (provider === 'keycloak') await ana.chooseNewPassword(password)
      await ana.seeDashboard()
      expect(await ana.session()).toMatchObject({ email: who.email, method: 'password' })
      await ana.leave()
    })

    test('the link works in another browser, too; the one who began logs in then', async () => {
      const who = someone('other.browser')
      const [ana, phone] = [await arrive(), await arrive()]
      await ana.register(who)
      await phone.page.goto(await ana.linkIn(who.email, 'Confirm your email'))
      if (provider === 'keycloak') {
        await phone.page.getByRole('link', { name: 'Continue' }).click()
        await phone.chooseNewPassword(password)
        await phone.page.getByText('Done. You can log in now.').waitFor()
      } else {
        await phone.page.getByLabel('Password', { exact: true }).fill(password)
        await phone.page.getByRole('button', { name: 'Confirm My Email' }).click()
        await phone.page.getByText('You can log in now.').waitFor()
      }
      expect((await phone.session()).kind).toBe('anonymous')
      await ana.logIn(who.email)
      await Promise.all([ana.leave(), phone.leave()])
    })

    test('an address that is not confirmed opens nothing, however right the password is', async () => {
      const email = 'unconfirmed@mail.example'
      await house.add({ realm: 'peers', email, name: 'Ana Ruiz', password, emailVerified: false })
      const ana = await arrive()
      await ana.toLogIn()
      await ana.typeLogIn(email)
      await ana.page.getByRole('heading', { name: 'Check your email' }).waitFor()
      expect((await ana.session()).kind).toBe('anonymous')
      await ana.leave()
    })

    test('a wrong password and an unknown address read the same words', async () => {
      const email = 'known@mail.example'
      await house.add({ realm: 'peers', email, name: 'Ana Ruiz', password })
      const ana = await arrive()
      for (const address of [email, 'nobody-here@mail.example']) {
        await ana.toLogIn()
        await ana.typeLogIn(address, 'not-this-one-2026')
        await ana.page.getByText('That email and password do not match.').first().waitFor()
      }
      await ana.leave()
    })

    test('ACC-6: a forgotten password is replaced by mail, in Spanish; the old one opens nothing, and what was open ends', async () => {
      const email = 'olvido@mail.example'
      await house.add({ realm: 'peers', email, name: 'Rosa Ibarra', password, language: 'es' })
      const elsewhere = await arrive()
      await elsewhere.logIn(email)
      const rosa = await arrive()
      await rosa.toLogIn('language=es')
      await rosa.page.getByRole('link', { name: '¿Olvidó su contraseña?' }).click()
      await rosa.page.getByLabel('Correo electrónico').fill(email)
      await rosa.page.getByRole('button', { name: /^(Enviar el enlace|Continuar)$/ }).click()
      const link = await rosa.linkIn(email, 'Restablezca su contraseña')
      await rosa.page.goto(link)
      const fresh = 'palabra-nueva-2026'
      await rosa.chooseNewPassword(fresh, [
        'Contraseña nueva',
        'Contraseña nueva otra vez',
        provider === 'keycloak' ? 'Continuar' : 'Guardar contraseña',
      ])
      await rosa.seeDashboard()
      await rosa.leave()
      await expect
        .poll(async () => (await elsewhere.session()).kind, { timeout: 20_000 })
        .toBe('anonymous')
      await elsewhere.leave()
      const again = await arrive()
      await again.toLogIn()
      await again.typeLogIn(email, password)
      await again.page.getByText('That email and password do not match.').first().waitFor()
      await again.typeLogIn(email, fresh)
      await again.seeDashboard()
      await again.leave()
    })

    test('the same answer for an address without an account, and no mail', async () => {
      const email = 'stranger@mail.example'
      const ana = await arrive()
      await ana.toLogIn()
      await ana.page.getByRole('link', { name: 'Forgot your password?' }).click()
      await ana.page.getByLabel('Email').fill(email)
      await ana.page.getByRole('button', { name: /^(Send the Link|Continue)$/ }).click()
      await ana.page.getByText('has an account, we sent a message to it.').first().waitFor()
      expect(await house.mail.messages({ to: email })).toEqual([])
      await ana.leave()
    })

    test('ACC-7: a new address counts once it is proved, and the old one is told by us', async () => {
      const [old, fresh] = ['before@mail.example', 'after@mail.example']
      await house.add({ realm: 'peers', email: old, name: 'Ana Ruiz', password })
      const ana = await arrive()
      await ana.logIn(old)
      await ana.page.goto(`${house.portal}/auth/change-email?return=/my-information`)
      await ana.page.getByLabel(/Email|New email/).fill(fresh)
      await ana.page.getByRole('button', { name: /^(Send the Link|Continue)$/ }).click()
      await ana.page.goto(await ana.linkIn(fresh, 'Confirm your new email'))
      await expect.poll(async () => (await ana.session()).email, { timeout: 20_000 }).toBe(fresh)
      await house.mail.waitFor({ to: old, subject: 'Your e-mail address was changed' })
      await ana.page.goto(`${house.portal}/dashboard`)
      await ana.logOut()
      await ana.logIn(fresh)
      await ana.leave()
    })
  })
