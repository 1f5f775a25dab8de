import { createHmac } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from 'playwright-core'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const stepMs = 30_000
/** The step of the last code that was typed, by secret: none is taken twice. */
const used = new Map<string, number>()

/** Answers the page that asks for the code on somebody's phone. */
export async function typeOneTimeCode(page: Page, secret: string): Promise<void> {
  const field = page.getByLabel('One-time code')
  await field.waitFor()
  const step = Math.max(stepNow(), (used.get(secret) ?? 0) + 1)
  // The server looks one code ahead, not two.
  while (step > stepNow() + 1) await delay(500)
  used.set(secret, step)
  await field.fill(codeAt(secret, step))
  await page.getByRole('button', { name: 'Log In', exact: true }).click()
}

function stepNow(): number {
  return Math.floor(Date.now() / stepMs)
}

/** RFC 6238 with its usual values. */
function codeAt(secret: string, step: number): string {
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
  const bytes = bits.join('').match(/.{8}/g) ?? []
  const key = Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const hash = createHmac('sha1', key).update(counter).digest()
  const code = hash.readUInt32BE((hash.at(-1) ?? 0) & 0xf) & 0x7fffffff
  return String(code % 1_000_000).padStart(6, '0')
}
