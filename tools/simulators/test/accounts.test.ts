import { decodeJwt } from 'jose'
import * as oidc from 'openid-client'
import { describe, expect, test } from 'vitest'
import { textOf } from './browser.ts'
import { aSignIn, claimsOf, password } from './sign-in-kit.ts'

const kit = aSignIn()
const fresh = (email: string) => ({ email, firstName: 'Ximena', lastName: 'Robles', password })

async function registering(email: string, extra: Record<string, string> = {}) {
  const browser = kit.browser()
  const { url, arrive } = await kit.departure('peers', extra)
  const box = await browser.open(url)
  const form = await browser.follow(box, '/registration')
  const sent = await browser.submit(form, '/registration', fresh(email))
  return { browser, arrive, form, sent }
}

describe('creating an account', () => {
  test('ACC-2, ACC-3: the link in the mail confirms the address and leads on to the portal', async () => {
    const { browser, arrive, sent } = await registering('ximena@mail.example', { ui_locales: 'es' })
    expect(textOf(sent)).toContain('Enviamos un mensaje a ximena@mail.example.')
    const link = await kit.linkIn('ximena@mail.example', 'Confirme su correo')
    const tokens = await arrive(await browser.open(link))
    expect(claimsOf(tokens.id_token)).toMatchObject({
      email: 'ximena@mail.example',
      email_verified: true,
      name: 'Ximena Robles',
      locale: 'es',
    })
    expect(claimsOf(tokens.access_token)).toMatchObject({ realm_access: { roles: ['peer'] } })
    expect(textOf(await kit.browser().open(link))).toContain('This link does not work any more')
  })

  test('without opening the mail nobody gets in, even with the right password', async () => {
    await registering('slow@mail.example')
    const browser = kit.browser()
    const { url, arrive } = await kit.departure()
    const box = await browser.open(url)
    const page = await browser.submit(box, '/authenticate', {
      email: 'slow@mail.example',
      password,
    })
    expect(textOf(page)).toContain('Check your email')
    expect(textOf(await browser.submit(page, '/continue'))).toContain('has not been opened yet')
    const elsewhere = kit.browser()
    const link = await kit.linkIn('slow@mail.example', 'Confirm your email')
    const confirm = await elsewhere.open(link)
    expect(textOf(confirm)).toContain('Enter the password you chose')
    const wrong = await elsewhere.submit(confirm, '/action-token', { password: 'not this one' })
    expect(wrong.status).toBe(422)
    const done = await elsewhere.submit(confirm, '/action-token', { password })
    expect(textOf(done)).toContain('Your email is confirmed')
    const tokens = await arrive(await browser.submit(page, '/continue'))
    expect(tokens.claims()?.email_verified).toBe(true)
  })

  test('with an address that has one answers alike, and the mail says which way to use', async () => {
    const { sent } = await registering('grace@mail.example')
    const { sent: other } = await registering('nobody-yet@mail.example')
    const words = (page: typeof sent) =>
      textOf(page)
        .replace(/reference: \S+/, '')
        .replace(/\S+@\S+/g, '@')
    expect(words(sent)).toBe(words(other))
    const { text } = await kit.mail.waitFor({ to: 'grace@mail.example' })
    expect(text).toContain('use the button Sign in with Google')
    expect(text).not.toContain('action-token')
  })

  test('says what is missing, and sends again five times an hour at most', async () => {
    const { browser, form } = await registering('again@mail.example')
    const wrong = await browser.submit(form, '/registration', {
      email: 'nonsense',
      firstName: ' ',
      lastName: '',
      password: 'short',
    })
    for (const words of [
      'Enter an email like name@example.org.',
      'first name',
      'last name',
      '12 characters',
    ])
      expect(textOf(wrong)).toContain(words)
    let page = await browser.submit(form, '/registration', fresh('often@mail.example'))
    for (let n = 0; n < 4; n++) page = await browser.submit(page, '/resend')
    expect(textOf(page)).toContain('We sent it again.')
    expect(textOf(await browser.submit(page, '/resend'))).toContain('We sent it 5 times')
    expect(await kit.mail.messages({ to: 'often@mail.example' })).toHaveLength(5)
  })

  test('the link is good for 24 hours of machine time', async () => {
    await registering('late@mail.example')
    const link = await kit.linkIn('late@mail.example', 'Confirm')
    kit.now += 24 * 60 * 60_000 + 1
    expect((await kit.browser().open(link)).status).toBe(410)
  })
})

describe('a forgotten password', () => {
  async function asking(email: string, realm: 'peers' | 'staff' = 'peers') {
    const browser = kit.browser()
    const { url, arrive } = await kit.departure(realm)
    const form = await browser.follow(await browser.open(url), '/reset-credentials')
    const sent = await browser.submit(form, '/reset-credentials', { email })
    return { browser, sent, arrive }
  }

  test('ACC-6: is changed by a link that works once; all sessions end', async () => {
    const before = await kit.logIn(kit.browser())
    const told = kit.loggedOut.length
    const { browser, arrive } = await asking('marisol@mail.example')
    const link = await kit.linkIn('marisol@mail.example', 'Reset your password')
    const form = await browser.open(link)
    expect(textOf(await browser.submit(form, '/action-token', { password: 'short' }))).toContain(
      'Use 12 characters or more.',
    )
    const chosen = 'another-lantern-27'
    const there = await browser.submit(form, '/action-token', { password: chosen })
    await arrive(there)
    expect((await browser.open(link)).status).toBe(410)
    await expect(
      oidc.refreshTokenGrant(before.client, before.tokens.refresh_token ?? ''),
    ).rejects.toMatchObject({ error: 'invalid_grant' })
    expect(claimsOf(kit.loggedOut[told])).toMatchObject({ sid: before.tokens.claims()?.sid })
  })

  test('ACC-5, ACC-6: the page says the same to everybody; the mail names the way', async () => {
    const pages = []
    for (const email of ['grace@mail.example', 'nobody@mail.example', 'marisol@mail.example'])
      pages.push(
        textOf((await asking(email)).sent)
          .replace(/reference: \S+/, '')
          .replace(/\S+@\S+/g, '@'),
      )
    expect(new Set(pages).size).toBe(1)
    const { text } = await kit.mail.waitFor({ to: 'grace@mail.example', subject: 'How you log in' })
    expect(text).toContain('This address has no password here: use the button Sign in with Google.')
    expect(await kit.mail.messages({ to: 'nobody@mail.example' })).toEqual([])
  })

  test('opened in another browser ends there with a new password and no session', async () => {
    await asking('dana@staff.example', 'staff')
    const link = await kit.linkIn('dana@staff.example', 'Reset your password')
    const elsewhere = kit.browser()
    const done = await elsewhere.submit(await elsewhere.open(link), '/action-token', {
      password: 'much-longer-than-fourteen',
    })
    expect(textOf(done)).toContain('Your password is changed')
  })
})

describe('a change of e-mail (kc_action=UPDATE_EMAIL)', () => {
  const start = 'movable@mail.example'
  async function changing(to: string) {
    await kit.signIn.seed([
      {
        realm: 'peers',
        subject: '5b0f1c1e-0000-4000-8000-000000000021',
        email: start,
        password,
        firstName: 'Movable',
        lastName: 'Person',
      },
    ])
    const browser = kit.browser()
    await kit.logIn(browser, start)
    const { url, arrive, client } = await kit.departure('peers', { kc_action: 'UPDATE_EMAIL' })
    const form = await browser.open(url)
    expect(textOf(form)).toContain(`Now: ${start}`)
    const sent = await browser.submit(form, '/update-email', { newEmail: to })
    return { browser, arrive, sent, form, client }
  }
  const statusOf = (left: string | null) => new URL(left ?? '').searchParams.get('kc_action_status')

  test('can be left alone: nothing changed, the portal hears that', async () => {
    const { browser, form, arrive } = await changing('x@mail.example')
    void form
    const { url } = await kit.departure('peers', { kc_action: 'UPDATE_EMAIL' })
    const again = await browser.open(url)
    const left = await browser.submit(again, '/cancel')
    expect(statusOf(left.left)).toBe('cancelled')
    void arrive
  })

  test('a taken address is told only to somebody who has its mail', async () => {
    const { sent } = await changing('marisol@mail.example')
    expect(textOf(sent)).toContain('We sent a link to marisol@mail.example.')
    const link = await kit.linkIn('marisol@mail.example', 'Confirm your new email')
    const elsewhere = kit.browser()
    const page = await elsewhere.submit(await elsewhere.open(link), '/action-token')
    expect(textOf(page)).toContain('Another account uses this email. Use a different one, or call')
  })

  test('the person may go on before the mail is opened; the old address stays', async () => {
    const { browser, arrive, sent } = await changing('pending@mail.example')
    expect(textOf(sent)).toContain(`Until you open it we keep writing to ${start}.`)
    const left = await browser.submit(sent, '/continue')
    expect(statusOf(left.left)).toBe('success')
    expect((await arrive(left)).claims()?.email).toBe(start)
  })

  test('ACC-7: the link leads back to the portal with the new address; the subject stays', async () => {
    const { browser, arrive, client } = await changing('moved@mail.example')
    const link = await kit.linkIn('moved@mail.example', 'Confirm your new email')
    const left = await browser.open(link)
    expect(statusOf(left.left)).toBe('success')
    const tokens = await arrive(left)
    const next = await oidc.refreshTokenGrant(client, tokens.refresh_token ?? '')
    expect(decodeJwt(next.id_token ?? '')).toMatchObject({
      sub: '5b0f1c1e-0000-4000-8000-000000000021',
      email: 'moved@mail.example',
      preferred_username: 'moved@mail.example',
      email_verified: true,
    })
  })
})
