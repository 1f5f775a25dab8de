import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addDays, addYears, at, dateOf } from '@peercert/chassis/civil-date'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { launch } from '../src/browser.ts'
import { accountOf } from '../src/desk.ts'
import { logInAs, openPayBox, openWindow, pressFirstPay, typeInto } from '../src/holder-window.ts'
import { Holder } from '../src/holder.ts'
import { checkPage } from '../src/page-check.ts'
import { missing, startMs, startSystem, type System, why } from '../src/system.ts'
import { closeProgram, openProgram } from '../src/trouble-database.ts'
import { cardToken, giveVoucher, release, watchCharges } from '../src/trouble.ts'

vi.setConfig({ testTimeout: 120_000 })

const data = mkdtempSync(join(tmpdir(), 'peercert-e2e-'))
let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem({ data }), launch()])
}, startMs)
afterAll(async () => {
  await browser?.close()
  await system?.stop()
  rmSync(data, { recursive: true, force: true })
})

const notCharged = 'You have not been charged.'

function holder(name: string): Holder {
  const person = system.people.find((one) => one.name === name)
  if (!person) throw new Error(`there is no ${name}`)
  return new Holder(system, person)
}

const payIn = (box: Locator) => box.getByRole('button', { name: 'Pay', exact: true }).click()
/** A voucher of a waiver program that this test opens. */
async function voucherOf(program: string, feeCode: string): Promise<string> {
  await openProgram(data, program, { feeCode, day: await today() })
  return (await giveVoucher(system, holder('Priscilla Anand').person, { program, feeCode })).code
}

const reads = (box: Locator | Page, text: string) =>
  box.getByText(text).first().waitFor({ timeout: 30_000 })
const today = async () => dateOf(new Date(await system.now()))

describe.skipIf(missing)(`a card that does not pay (renewal-service 1.1, PAY-5)${why}`, () => {
  test('declined, too little money, wrong code: each has its own words, nothing is charged, and the next card pays once', async () => {
    const marisol = holder('Marisol Vega')
    const { page, context, box } = await openPayBox(browser, marisol)
    const watch = await watchCharges(system)
    await typeInto(page, 'declined')
    await payIn(box)
    await reads(box, 'Your bank declined this card.')
    await reads(box, notCharged)
    await checkPage(page, 'trouble-declined')
    await typeInto(page, 'poor')
    await payIn(box)
    await reads(box, 'There is not enough money on this card for $80.00.')
    await reads(box, notCharged)
    await typeInto(page, 'wrongCode')
    await payIn(box)
    await reads(
      box,
      'Check the security code – 3 digits on the back, 4 on the front of some cards.',
    )
    await box.locator('#card-cvc-error').waitFor()
    await reads(box, notCharged)
    expect(await watch.charges()).toEqual([])
    await typeInto(page, 'good')
    await payIn(box)
    await page.getByRole('heading', { name: 'Your certification is renewed' }).waitFor()
    expect(new Set(await watch.charges()).size).toBe(1)
    await context.close()
  })

  test('WVR-13 WVR-14: a declined card lets the voucher go, says so, and both pay together with the next card', async () => {
    const monique = holder('Monique Lafleur')
    const voucher = await giveVoucher(system, monique.person)
    const { page, context, box } = await openPayBox(browser, monique)
    await reads(box, 'You have a voucher that covers this fee')
    await reads(box, voucher.number)
    const watch = await watchCharges(system)
    await typeInto(page, 'declined')
    await payIn(box)
    await reads(box, 'Your voucher is not used up.')
    await reads(box, notCharged)
    await checkPage(page, 'trouble-voucher-released')
    expect(await watch.charges()).toEqual([])
    await typeInto(page, 'good')
    await payIn(box)
    await page.getByRole('heading', { name: 'Your late renewal is being reviewed' }).waitFor()
    const { receipts } = await monique.get<{ receipts: { totalCents: number }[] }>(
      'payments',
      'GET /me/receipts',
    )
    expect(receipts.map((one) => one.totalCents)).toEqual([8000])
    await context.close()
  })

  test('PAY-6: a bank that wants proof is answered in its own dialog, and then the certification is renewed', async () => {
    const harriet = holder('Harriet Boone')
    const { page, context, box } = await openPayBox(browser, harriet)
    await typeInto(page, 'asks')
    await payIn(box)
    await reads(box, 'Your bank asks you to confirm this payment. Follow its steps; we wait here.')
    await page
      .frameLocator('iframe[src*="/bank/"]')
      .getByRole('button', { name: 'Confirm' })
      .click()
    await page.getByRole('heading', { name: 'Your certification is renewed' }).waitFor()
    await context.close()
  })
})

describe.skipIf(missing)(
  `a voucher that does not pay (WVR-15): its own sentence, and the card is not touched${why}`,
  () => {
    test('UNKNOWN, NOT_YOURS, WRONG_FEE, PROGRAM_CLOSED', async () => {
      const priscilla = holder('Priscilla Anand')
      const strangers = await giveVoucher(system, holder('José Luis Paredes').person)
      const wrongFee = await voucherOf('LATE-ONLY', 'LATE_RENEWAL')
      const closed = await voucherOf('CLOSES-SOON', 'RENEWAL')
      await closeProgram(data, 'CLOSES-SOON', await today())
      const { page, context, box } = await openPayBox(browser, priscilla)
      const watch = await watchCharges(system)
      await box
        .getByText('Pay another way')
        .click()
        .catch(() => undefined)
      await typeInto(page, 'good')
      const refusals = [
        [
          'ZZZZ-ZZZZ-ZZZZ-ZZZZ',
          'We do not know this code. Check letters and numbers; spaces do not matter.',
        ],
        [
          strangers.code.toLowerCase().replaceAll('-', ' '),
          'This voucher belongs to another person and cannot be passed on.',
        ],
        [wrongFee, 'This voucher pays for another fee (exam), not for renewal.'],
        [closed, 'The program for this voucher is closed.'],
      ] as const
      for (const [code, sentence] of refusals) {
        await box.getByLabel('Voucher code (if you have one)').fill(code)
        await payIn(box)
        await reads(box, sentence)
        await box.locator('#voucher-error').getByText(notCharged).waitFor()
      }
      await checkPage(page, 'trouble-voucher-refused')
      expect(await watch.asked()).toBe(0)
      await context.close()
    })

    test('WVR-15: after five wrong codes in 15 minutes the field is closed, paying by card is not', async () => {
      const ulises = holder('Ulises Barrientos')
      await ulises.fill()
      const { feeRequestId, totalCents } = await ulises.checkOut()
      const watch = await watchCharges(system)
      const types: string[] = []
      for (let round = 0; round < 6; round++) {
        const voucher = { code: `ZZZZ-ZZZZ-ZZZZ-ZZZ${round}` }
        const { body } = await ulises.press(feeRequestId, {
          shownTotalCents: totalCents,
          voucher,
          confirmationToken: await cardToken(system, 'good'),
        })
        types.push(body.type)
      }
      expect(types.at(0)).toContain('voucher-unknown')
      expect(types.at(-1)).toContain('voucher-locked')
      expect(await watch.asked()).toBe(0)
      const { body: paid } = await ulises.press(feeRequestId, {
        shownTotalCents: totalCents,
        confirmationToken: await cardToken(system, 'good'),
      })
      expect(paid.state).toBe('completed')
    })
  },
)

describe.skipIf(missing)(`nobody knows yet (promise 4)${why}`, () => {
  test('no answer: "We are checking your payment" in two tabs without Pay; released, both are renewed by themselves', async () => {
    const thanh = holder('Thanh Nguyen')
    const { page, context, box } = await openPayBox(browser, thanh)
    await typeInto(page, 'silent')
    await payIn(box)
    await reads(box, 'We are checking your payment. Do not pay again.')
    const other = await context.newPage()
    await other.goto(`${system.portal}/renewal/pay`)
    await other.getByText('We are checking your payment. Do not pay again.').first().waitFor()
    for (const tab of [page, other])
      expect(
        await tab
          .getByRole('button', { name: 'Pay', exact: true })
          .filter({ visible: true })
          .count(),
      ).toBe(0)
    await checkPage(other, 'trouble-checking')
    await release(system, { match: { last4: '7775' } })
    for (const tab of [page, other]) await reads(tab, 'Your certification is renewed')
    await context.close()
  })
})

describe.skipIf(missing)(`the total above Pay is the total (promise 1, CONV-7)${why}`, () => {
  test.each([
    ['lower', 7900],
    ['higher', 16000],
  ])('PAY-6: a total %s than the one in force is never charged', async (_word, shownTotalCents) => {
    const rosa = holder('Rosa Elena Ibarra')
    await rosa.fill()
    const { feeRequestId } = await rosa.checkOut()
    const watch = await watchCharges(system)
    const { status, body } = await rosa.press(feeRequestId, {
      shownTotalCents,
      confirmationToken: await cardToken(system, 'good'),
    })
    expect([status, body.type, body.totalCents]).toEqual([
      409,
      expect.stringContaining('total-changed'),
      8000,
    ])
    expect(await watch.asked()).toBe(0)
  })

  test('REN-4: suspended while the pay box is open: the second Pay charges nothing, says why, and the form is kept', async () => {
    const jose = holder('José Luis Paredes')
    // A voucher pays all of it, so that no card has to be typed.
    await giveVoucher(system, jose.person)
    const { context, box } = await openPayBox(browser, jose)
    const watch = await watchCharges(system)
    const number = jose.person.certificate ?? ''
    const accountId = await accountOf(system, number)
    const imposed = await fetch(new URL('/sanctions', system.clock), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'suspension', accountId, certificationNumber: number }),
    })
    expect(imposed.status, await imposed.text()).toBe(202)
    await expect
      .poll(async () => (await jose.certification()).status, { timeout: 20_000 })
      .toBe('SUSPENDED')
    await box.getByRole('button', { name: 'Pagar', exact: true }).click()
    await reads(box, 'No se le cobró nada.')
    await reads(
      box,
      'Su certificación está suspendida desde hoy y no se puede renovar ahora. Su formulario queda guardado.',
    )
    expect(await watch.asked()).toBe(0)
    await context.close()
  })

  test('WX-5 REN-13: midnight between opening the pay box and Pay: nothing is charged, and the new total and why stand there', async () => {
    const efrain = holder('Efraín Quiroga')
    await efrain.fill()
    const { page, context } = await openWindow(browser)
    await logInAs(page, system, efrain.person)
    const box = await pressFirstPay(page, efrain)
    const watch = await watchCharges(system)
    await typeInto(page, 'good')
    const last = (await efrain.certification()).expiresOn
    await system.moveTo(new Date(at(addDays(last, 1), 0).getTime() + 5_000).toISOString())
    await box.getByRole('button', { name: 'Pagar', exact: true }).click()
    await page.getByText('Ya pasó la medianoche, hora del Pacífico.').first().waitFor()
    await page.getByText('No se le cobró nada.').first().waitFor()
    await page.getByText('el total es ahora $160.00').first().waitFor()
    expect(await box.getByRole('button', { name: 'Pagar', exact: true }).count()).toBe(0)
    expect(await box.getByText('Número de tarjeta').isVisible()).toBe(false)
    expect(await box.getByLabel('Código de vale').isVisible()).toBe(false)
    expect(await page.getByText('Firmado', { exact: true }).count()).toBe(0)
    await checkPage(page, 'trouble-midnight')
    expect(await watch.asked()).toBe(0)
    expect((await efrain.certification()).expiresOn).toBe(last)
    expect(addYears(last, 2)).toBe((await efrain.renewal()).newExpiresOn)
    await box.getByRole('link', { name: 'Firmar de nuevo' }).click()
    await page.getByRole('heading', { name: 'Código de Ética', level: 1 }).waitFor()
    await reads(page, 'así que ahora es una renovación tardía')
    await context.close()
  })

  test('WVR-5 WVR-15: a voucher that ended the day before says so, and the card is not touched', async () => {
    const rosa = holder('Rosa Elena Ibarra')
    const day = await today()
    const { code } = await giveVoucher(system, rosa.person, { expiresOn: day })
    await system.moveTo(at(addDays(day, 1), 12).toISOString())
    const { page, context, box } = await openPayBox(browser, rosa)
    const watch = await watchCharges(system)
    await typeInto(page, 'good')
    await box.getByLabel('Código de vale').fill(code)
    await box.getByRole('button', { name: 'Pagar', exact: true }).click()
    await box.locator('#voucher-error').getByText('Este vale venció el').waitFor()
    await reads(box, 'No se le cobró nada.')
    expect(await watch.asked()).toBe(0)
    await context.close()
  })
})
