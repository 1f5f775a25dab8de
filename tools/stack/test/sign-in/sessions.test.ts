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
  describe.skipIf(skip)(`the ways in and out at ${title}`, { timeout: 180_000 }, () => {
    let house: House
    beforeAll(async () => {
      house = await openHouse(provider)
    }, 600_000)
    afterAll(() => house?.close())

    const arrive = () => Visitor.arrive(house, browser)
    const person = (name: string) => ({ email: `${name}@mail.example`, first: 'Ana', last: 'Ruiz' })
    const known = async (name: string) => {
      const who = person(name)
      await house.add({ realm: 'peers', email: who.email, name: 'Ana Ruiz', password })
      return who
    }

    test('logged out, the sign-in forgets the browser: the next log-in asks for the password', async () => {
      const { email } = await known('out.here')
      const ana = await arrive()
      await ana.logIn(email)
      await ana.logOut()
      await ana.toLogIn()
      await ana.page.getByLabel('Password', { exact: true }).waitFor()
      await ana.leave()
    })

    test('logged out in one browser, another stays in', async () => {
      const { email } = await known('out.one')
      const [desk, phone] = [await arrive(), await arrive()]
      await desk.logIn(email)
      await phone.logIn(email)
      await desk.logOut()
      expect((await phone.session()).kind).toBe('person')
      await Promise.all([desk.leave(), phone.leave()])
    })

    test('T-13: ended at the sign-in, every open portal session ends by the back channel', async () => {
      const { email } = await known('out.everywhere')
      const [desk, phone] = [await arrive(), await arrive()]
      await desk.logIn(email)
      await phone.logIn(email)
      await house.endSessions({ email, realm: 'peers' })
      for (const visitor of [desk, phone])
        await expect
          .poll(async () => (await visitor.session()).kind, { timeout: 20_000 })
          .toBe('anonymous')
      await Promise.all([desk.leave(), phone.leave()])
    })

    test('somebody new comes by Google, without a password of ours', async () => {
      const who = person('new.google')
      const ana = await arrive()
      await ana.comeFrom('Google', who)
      await ana.seeDashboard()
      expect(await ana.session()).toMatchObject({ email: who.email, method: 'google' })
      await ana.leave()
    })

    test('ACC-4: Google with the address of an account is linked only after proof of both', async () => {
      const who = await known('both.ways')
      const ana = await arrive()
      await ana.comeFrom('Google', who)
      await ana.page.getByText(/This (email|address) already has an account/).waitFor()
      expect((await ana.session()).kind).toBe('anonymous')
      if (provider === 'keycloak') {
        await ana.page.getByRole('button', { name: 'Use both ways' }).click()
        await ana.page.getByRole('heading', { name: 'Check your email' }).waitFor()
        await ana.page.goto(await ana.linkIn(who.email, 'Use both ways'))
      } else {
        await ana.page.getByLabel('Password', { exact: true }).fill(password)
        await ana.page.getByRole('button', { name: 'Continue' }).click()
      }
      await ana.seeDashboard()
      await ana.leave()
      const again = await arrive()
      await again.comeFrom('Google', who)
      await again.seeDashboard()
      expect((await again.session()).method).toBe('google')
      await again.logOut()
      await again.logIn(who.email)
      expect((await again.session()).method).toBe('password')
      await again.leave()
    })

    test('T-15: Microsoft with the address of an account opens nothing while the proof is missing', async () => {
      const who = await known('not.mine')
      const thief = await arrive()
      await thief.comeFrom('Microsoft', who)
      await thief.page.getByText(/This (email|address) already has an account/).waitFor()
      await thief.page.goto(`${house.portal}/dashboard`)
      expect((await thief.session()).kind).toBe('anonymous')
      await thief.leave()
      const owner = await arrive()
      await owner.logIn(who.email)
      await owner.leave()
    })
  })
