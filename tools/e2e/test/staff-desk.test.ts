import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch } from '../src/browser.ts'
import { accountOf, callerOf, openDesk, staffOf, type Desk } from '../src/desk.ts'
import { lockVoucherField, logInAs, openPayBox, openWindow } from '../src/holder-window.ts'
import { Holder } from '../src/holder.ts'
import { checkPage } from '../src/page-check.ts'
import { missing, startMs, startSystem, type System, why } from '../src/system.ts'

let system: System
let browser: Browser
let dana: Desk
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launch()])
  dana = await openDesk(system, browser, staffOf(system, 'reviewer'))
}, startMs)
afterAll(async () => {
  await browser?.close()
  await system?.stop()
})

type Person = System['people'][number]

/** The one field, from the keyboard. */
async function find(page: Page, text: string): Promise<void> {
  const field = page.getByRole('combobox')
  // What was opened before has left the field.
  await expect.poll(() => field.inputValue()).toBe('')
  await page.keyboard.press('/')
  await field.fill(text)
}

const heading = (page: Page, { name }: Person) =>
  page.getByRole('heading', { name, level: 1 }).waitFor()

describe.skipIf(missing)(`one field finds everybody (renewal-service 3.1)${why}`, () => {
  test('by number: the whole one opens the person, a short one is found, nothing found says what to try', async () => {
    const { page } = dana
    const marisol = system.person('window-just-opened', 'en')
    await find(page, marisol.certificate ?? '')
    await heading(page, marisol)
    await find(page, String(Number(marisol.certificate?.slice(6))))
    await page.getByRole('option').filter({ hasText: marisol.name }).waitFor()
    await page.keyboard.press('Enter')
    await heading(page, marisol)
    await find(page, '318x')
    await page
      .getByText('Nobody under ‘318x’. Try the number without letters, or the e-mail.')
      .waitFor()
    await page.getByRole('combobox').fill('')
    await page.keyboard.press('Escape')
  })

  test.each([
    ['jose luis paredes', 'José Luis Paredes'],
    ['PAREDES jose', 'José Luis Paredes'],
    ['castaneda', 'Noemí Castañeda'],
    ['nunez pena', 'Álvaro Núñez-Peña'],
  ])('by name, whatever its accents, case and order: "%s"', async (typed, name) => {
    const { page } = dana
    await find(page, typed)
    await page.getByRole('option').filter({ hasText: name }).first().waitFor()
    if (typed === 'castaneda') await checkPage(page, 'desk-found')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByRole('combobox').inputValue()).toBe('')
    await page.getByRole('heading', { name, level: 1 }).waitFor()
  })

  test('ACC-7: by the e-mail of before, after staff changed it and the new one was proved', async () => {
    const tobias = system.person('window-just-opened', 'en', 'microsoft')
    const next = 'tobias.hartley.new@mail.example'
    await changeEmail(tobias, next)
    const { page } = dana
    for (const email of [tobias.email, next]) {
      await find(page, email)
      await page.getByRole('option').filter({ hasText: tobias.name }).waitFor()
      await page.getByRole('combobox').fill('')
      await page.keyboard.press('Escape')
    }
  })

  async function changeEmail(who: Person, email: string): Promise<void> {
    const path = `/staff/people/${await accountOf(system, who.certificate ?? '')}/email-changes`
    const reviewer = callerOf(system, 'reviewer')
    const body = { email, checkList: ['called-back', 'name-compared'], reason: 'lost the mailbox' }
    const { changeId } = await reviewer.get<{ changeId: string }>('identity', `POST ${path}`, {
      body,
      key: randomUUID(),
    })
    const codes = async () =>
      (await system.mailTo(email)).flatMap(
        ({ text }) => /(?:code is|código es) (\w+)/.exec(text)?.[1] ?? [],
      )
    await expect.poll(codes, { timeout: 20_000 }).toHaveLength(1)
    await reviewer.get('identity', `POST ${path}/${changeId}/proof`, {
      body: { code: (await codes())[0] },
    })
  }
})

describe.skipIf(missing)(`the person's page (renewal-service 3.2)${why}`, () => {
  test.each([
    ['window-just-opened', 'es'],
    ['drafted', 'en'],
    ['late-in-review', 'es'],
  ] as const)(
    'shows the very sentence and button of somebody who shows %s (%s), in their language',
    async (shows, language) => {
      const person = system.person(shows, language)
      const { page: own, context } = await openWindow(browser)
      await logInAs(own, system, person)
      const sentence = await own.locator('.state__sentence').first().innerText()
      const { page, open } = dana
      await open(`/staff/people/${await accountOf(system, person.certificate ?? '')}`)
      await heading(page, person)
      const sees = page.getByRole('region', { name: 'What this person sees now' })
      await sees.getByText(sentence, { exact: true }).waitFor()
      const button = await sees.locator('.ghost').innerText()
      expect(
        await own.locator('#content').getByText(button, { exact: true }).count(),
        button,
      ).toBeGreaterThan(0)
      expect(
        await page.getByText(`prefers ${language === 'es' ? 'Spanish' : 'English'}`).count(),
      ).toBeGreaterThan(0)
      await checkPage(page, `desk-person-${shows}-${language}`)
      await context.close()
    },
  )

  test('CONV-10: the history says when, what, who and why, newest first, and can be narrowed and printed', async () => {
    const kevin = system.person('renewed', 'en')
    const { page, open } = dana
    await open(`/staff/people/${await accountOf(system, kevin.certificate ?? '')}`)
    const history = page.getByRole('region', { name: 'History' })
    const paid = history.getByRole('listitem').filter({ hasText: '$80.00' }).first()
    await paid.waitFor()
    const renewed = history.getByRole('listitem').filter({ hasText: 'REN-11' }).first()
    await renewed.getByText('Why?').click()
    await renewed.getByText('REN-11').first().waitFor()
    await checkPage(page, 'desk-history')
    for (const box of ['mail', 'status', 'signature', 'staff'])
      await history.getByRole('checkbox', { name: box, exact: true }).uncheck()
    await paid.waitFor()
    const times = await history
      .locator('time')
      .evaluateAll((all) => all.map((one) => one.getAttribute('datetime') ?? ''))
    expect(times).toEqual(times.toSorted().toReversed())
    await history.getByRole('link', { name: 'Print or save' }).click()
    await page.getByText('REN-11').first().waitFor()
    await checkPage(page, 'desk-history-print')
  })
})

describe.skipIf(missing)(`work lists (renewal-service 3.3)${why}`, () => {
  test('the first page counts them, and each opens', { timeout: 120_000 }, async () => {
    const { page, open } = dana
    await open('/staff')
    await page.getByRole('row', { name: /Payments being checked\s+2/ }).waitFor()
    await page.getByRole('row', { name: /Late renewals\s+2/ }).waitFor()
    await checkPage(page, 'desk-lists')
    const lists = [
      ['checking', 'Payments being checked', system.person('payment-being-checked', 'en').name],
      ['bounced', 'Mail bounced', ''],
      ['vouchers', 'Voucher does not work', ''],
      ['locked-out', 'Cannot get in', ''],
      ['late', 'Late renewals', system.person('late-in-review', 'en').name],
      ['decisions', 'Waiting for a second person', ''],
      ['never-logged-in', 'Imported, never logged in', system.person('not-joined', 'es').name],
      ['declared', 'Numbers I declared', ''],
    ] as const
    for (const [path, title, name] of lists) {
      await open(`/staff/${path}`)
      await page.getByRole('heading', { name: title, level: 1 }).waitFor()
      if (name) await page.locator('main').getByRole('link', { name }).waitFor()
      await checkPage(page, `desk-list-${path}`)
    }
  })

  test('WVR-15: five wrong codes on the last day: the person reads whom to call, in Spanish, and staff call', async () => {
    const efrain = system.person('last-day', 'es')
    const own = await openPayBox(browser, new Holder(system, efrain), 'phone')
    await lockVoucherField(own)
    await own.box.getByText('Puede probar otro código a las').waitFor()
    await own.box.getByText('Llame al').first().waitFor()
    await checkPage(own.page, 'voucher-locked-es')
    await own.context.close()

    const { page, open } = dana
    await open('/staff')
    await page.getByRole('row', { name: /Voucher does not work\s+1/ }).waitFor()
    await page
      .getByRole('navigation', { name: 'Work lists' })
      .getByText('Voucher does not work')
      .click()
    const row = page.getByRole('row').filter({ hasText: efrain.name })
    await row.getByText('5 not known').waitFor()
    await row.getByText('prefers Spanish').waitFor()
    await row.getByRole('button', { name: 'Show phone' }).click()
    await row.locator('.reach').waitFor()
    await checkPage(page, 'desk-voucher-does-not-work')
    await page.setViewportSize({ width: 390, height: 844 })
    await checkPage(page, 'desk-voucher-does-not-work-phone')
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.locator('h1').focus()
    await page.keyboard.press('j')
    await expect
      .poll(() => row.getByRole('link').evaluate((link) => link === document.activeElement))
      .toBe(true)
    await row.getByRole('button', { name: 'Left word' }).click()
    await page.getByText('Nobody.', { exact: true }).waitFor()
    await checkPage(page, 'desk-voucher-empty')
    await open(`/staff/people/${await accountOf(system, efrain.certificate ?? '')}`)
    const history = page.getByRole('region', { name: 'History' })
    await history.getByText('Left word because the voucher did not work.').waitFor()
    await history.getByText('Five wrong voucher codes on the last day').waitFor()
    await checkPage(page, 'desk-voucher-history')
  })

  test('the late review from the keyboard: j and o open, a q r choose and never decide, ? says all keys', async () => {
    const { page, open } = dana
    await open('/staff/late')
    await page.getByRole('row').nth(2).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('o')
    await page.getByRole('heading', { name: 'Sent and signed' }).waitFor()
    const first = await page.getByRole('heading', { level: 1 }).innerText()
    for (const [key, way] of [
      ['q', 'Ask one question'],
      ['r', 'Refuse'],
      ['a', 'Approve'],
    ] as const) {
      await page.locator('h1').focus()
      await page.keyboard.press(key)
      await expect.poll(() => page.getByRole('radio', { name: way }).isChecked()).toBe(true)
    }
    await page.locator('h1').focus()
    await page.keyboard.press('j')
    await expect.poll(() => page.getByRole('heading', { level: 1 }).innerText()).not.toBe(first)
    await page.locator('h1').focus()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'All keys' }).waitFor()
    await checkPage(page, 'desk-keys')
    await page.keyboard.press('Escape')
    const { reviews } = await callerOf(system, 'reviewer').get<{ reviews: { state: string }[] }>(
      'applications',
      'GET /staff/late-reviews',
    )
    expect(reviews.map(({ state }) => state)).toEqual(['in-review', 'in-review'])
  })

  test('ROLE-12: whoever declared a number cannot open, take or decide that case', async () => {
    const teresa = system.person('late-in-review', 'es')
    const omar = await openDesk(system, browser, staffOf(system, 'reviewer', 1))
    const { page, open } = omar
    await open('/staff/declared')
    await page.getByLabel('Certification number').fill(teresa.certificate?.slice(6) ?? '')
    await page.getByRole('button', { name: 'Declare' }).click()
    await page
      .getByText(teresa.certificate ?? '')
      .first()
      .waitFor()
    await open('/staff/late')
    await page
      .getByRole('row')
      .filter({ hasText: teresa.name })
      .getByText('for somebody else')
      .waitFor()
    expect(await page.locator('main').getByRole('link', { name: teresa.name }).count()).toBe(0)
    const { reviews } = await callerOf(system, 'reviewer').get<{
      reviews: { renewalId: string; number: string }[]
    }>('applications', 'GET /staff/late-reviews')
    const path = `/staff/late-reviews/${reviews.find(({ number }) => number === teresa.certificate)?.renewalId}`
    const barred = callerOf(system, 'reviewer', 1)
    for (const [call, body] of [
      ['taking', { do: 'take' }],
      ['approval', { reason: 'all is well' }],
    ] as const) {
      const { status, body: answer } = await barred.ask<{ type: string }>(
        'applications',
        `POST ${path}/${call}`,
        { body },
      )
      expect([status, answer.type]).toEqual([403, expect.stringContaining('conflict-of-interest')])
    }
    await checkPage(page, 'desk-declared-late')
    await omar.context.close()
  })
})
