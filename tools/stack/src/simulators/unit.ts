import { join } from 'node:path'
import type { DataFolder } from '@peercert/local/data-folder'
import type { Urls } from '@peercert/local/environment'
import { cardOptions, mailOptions } from '@peercert/local/simulators'
import { nodeUnit, type Unit } from '../unit.ts'

export type SimulatorName = 'card' | 'mail' | 'sign-in'

/** A simulator as a process of its own. */
export function simulatorUnit(
  kind: SimulatorName,
  place: { readonly name?: string; readonly url: string; readonly logs: string },
  options: object,
): Unit {
  return nodeUnit({
    name: place.name ?? kind,
    url: place.url,
    health: `${place.url}/orders`,
    folder: place.logs,
    flags: ['--max-old-space-size=192', '--max-semi-space-size=8'],
    main: join(import.meta.dirname, 'main.ts'),
    args: [kind],
    env: { SIMULATOR: JSON.stringify(options) },
  })
}

/** The card processor and the mail server. */
export function outsideWorld(folder: DataFolder, urls: Urls, logs: string): Unit[] {
  const at = (name: 'card' | 'mail') => ({ url: urls[name] ?? '', logs })
  return [
    simulatorUnit('card', at('card'), cardOptions(folder, urls)),
    simulatorUnit('mail', at('mail'), mailOptions(folder, urls)),
  ]
}
