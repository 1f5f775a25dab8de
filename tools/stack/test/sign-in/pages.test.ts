import { launch } from '@peercert/e2e/browser'
import { checkPage } from '@peercert/e2e/page-check'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { skipReason } from '../../src/available.ts'
import { type House, openHouse } from './house.ts'
import { password, Visitor } from './visitor.ts'

const reason = await skipReason(['keycloak'])
const words = {
  en: {
    note: 'You must log in the same way and with the same email/password as your current application.',
    logIn: 'Log In',
    create: 'Create an account',
    forgot: 'Forgot your password?',
    back: 'Back to Log In',
    email: 'Email',
    first: 'First name',
    last: 'Last name',
    check: 'Check your email',
    choose: 'Choose a password',
    next: 'Continue',
    confirm: 'Confirm your email',
    change: 'Change your email',
    short: 'Use 12 characters or more',
  },
  es: {
    note: 'Debe iniciar sesión de la misma manera y con el mismo correo y contraseña que en su solicitud actual.',
    logIn: 'Iniciar sesión',
    create: 'Crear una cuenta',
    forgot: '¿Olvidó su contraseña?',
    back: 'Volver a Iniciar sesión',
    email: 'Correo electrónico',
    first: 'Nombre',
    last: 'Apellido',
    check: 'Revise su correo',
    choose: 'Elija una contraseña',
    next: 'Continuar',
    confirm: 'Confirme su correo electrónico',
    change: 'Cambie su correo',
    short: 'Use 12 caracteres o más',
  },
}

describe.skipIf(reason)(
  `the pages of the real Keycloak${reason ? ` (${reason})` : ''}`,
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

    test.each(['en', 'es'] as const)(
      'in %s: every page on the way in is in that language, has its own title, and nothing is found by axe',
      { timeout: 180_000 },
      async (language) => {
        const say = words[language]
        const titles: string[] = []
        const ana = await Visitor.arrive(house, browser)
        const { page } = ana
        const errors: string[] = []
        page.on('pageerror', (error) => errors.push(error.message))
        const look = async (name: string, heading: string) => {
          await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
          expect(await page.getAttribute('html', 'lang')).toBe(language)
          titles.push(await page.title())
          await checkPage(page, `keycloak-${language}-${name}`)
        }
        const press = (name: string) => page.getByRole('button', { name, exact: true }).click()

        await ana.toLogIn(`language=${language}`)
        await page.getByText(say.note).waitFor()
        await look('log-in', say.logIn)
        await page.getByLabel(say.email, { exact: true }).fill('nobody@mail.example')
        await page.locator('#password').fill('not-this-one-2026')
        await press(say.logIn)
        await page.locator('#input-error-username').waitFor()
        await look('log-in-wrong', say.logIn)
        await page.getByRole('link', { name: say.create }).click()
        await look('register', say.create)
        await press(say.create)
        await page.locator('#input-error-email').waitFor()
        await look('register-wrong', say.create)
        const email = `paginas.${language}@mail.example`
        await page.getByLabel(say.email).fill(email)
        await page.getByLabel(say.first).fill('Ana')
        await page.getByLabel(say.last).fill('Ruiz')
        await press(say.create)
        await look('check-mail', say.check)
        await page.goto(await ana.linkIn(email, say.confirm))
        await look('password', say.choose)
        await choose(page, 'short')
        await page.getByText(say.short).first().waitFor()
        await look('password-wrong', say.choose)
        await choose(page, password)
        await ana.seeDashboard()
        await page.goto(`${house.portal}/auth/change-email?return=/my-information`)
        await look('change-mail', say.change)
        await page.getByLabel(say.email).fill(`nuevo.${language}@mail.example`)
        await press(say.next)
        await look('change-sent', say.check)
        await page.goto(`${house.portal}/dashboard`)
        expect(errors).toEqual([])
        expect(
          titles.every((title) =>
            title.endsWith(language === 'en' ? '– Certification' : '– Certificación'),
          ),
        ).toBe(true)
        expect(new Set(titles).size).toBe(5)
        await ana.leave()
      },
    )

    test('a forgotten password and the question about two ways have nothing that axe finds', async () => {
      const email = 'two.ways@mail.example'
      await house.add({ realm: 'peers', email, name: 'Ana Ruiz', password })
      const ana = await Visitor.arrive(house, browser)
      await ana.comeFrom('Google', { email, first: 'Ana', last: 'Ruiz' })
      await ana.page.getByRole('heading', { name: 'Use both ways' }).waitFor()
      await checkPage(ana.page, 'keycloak-both-ways')
      await ana.page.getByRole('button', { name: 'Use both ways' }).click()
      await ana.page.getByRole('heading', { name: 'Check your email' }).waitFor()
      await checkPage(ana.page, 'keycloak-both-ways-mail')
      await ana.toLogIn()
      await ana.page.getByRole('link', { name: 'Forgot your password?' }).click()
      await ana.page.getByRole('heading', { name: 'Reset your password' }).waitFor()
      await checkPage(ana.page, 'keycloak-forgotten')
      await ana.leave()
    })

    test('mails are in the person’s language, say nothing about what the account is for, and carry our words', async () => {
      for (const [to, subject] of [
        ['paginas.en@mail.example', 'Confirm your email'],
        ['paginas.es@mail.example', 'Confirme su correo electrónico'],
      ] as const) {
        const letter = await house.mail.waitFor({ to, subject })
        const words = `${letter.subject} ${letter.text} ${letter.html}`.replaceAll(
          /https?:\S+/g,
          '',
        )
        expect(words).not.toMatch(/keycloak|realm|peer|medi-cal/i)
        expect(letter.html).toContain(
          to.includes('.es') ? 'Programa de Certificación' : 'Certification Program',
        )
      }
    })
  },
)

async function choose(page: Page, secret: string): Promise<void> {
  await page.locator('#password-new').fill(secret)
  await page.locator('#password-confirm').fill(secret)
  await page.locator('#kc-submit').click()
}
