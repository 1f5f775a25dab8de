import bundled from '@sparticuz/chromium'
import { chromium, type Browser } from 'playwright-core'

/** A Chromium from an npm package, or the one that CHROMIUM names. */
export async function launch(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? (await bundled.executablePath())
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      '--font-render-hinting=none',
    ],
  })
}
