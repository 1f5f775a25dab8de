import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addDays, addYears, dateOf, toDbDate } from '@peercert/chassis/civil-date'
import { eventually } from '@peercert/chassis/eventually'
import { launch } from '@peercert/e2e/browser'
import { fillForm, logIn, pay, seeRenewed, startRenewal } from '@peercert/e2e/how-to'
import { useOf } from '@peercert/e2e/system'
import { words } from '@peercert/e2e/words'
import type { Ready } from '@peercert/local/ready'
import { localName } from '@peercert/stack/containers/names'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { skipCompose } from '../src/compose/missing.ts'
import { downCompose, upCompose } from '../src/compose/system.ts'
import { projectOf } from '../src/compose/write.ts'
import { services } from '../src/recipes.ts'

const reason = await skipCompose()
/** A system that runs already, and goes on running. */
const given = process.env.PEERCERT_COMPOSE
const docker = (...args: string[]) => execFileSync('docker', args, { encoding: 'utf8' }).trim()

describe.skipIf(reason)(`the system in containers${reason ? ` (${reason})` : ''}`, () => {
  let data: string
  let ready: Ready
  beforeAll(async () => {
    data = given ?? mkdtempSync(join(tmpdir(), 'peercert-compose-'))
    ready = await upCompose({ data, port: 0 })
  }, 900_000)
  afterAll(async () => {
    if (!given) await downCompose(data, true)
  }, 120_000)

  test('somebody signs in at Keycloak, renews, pays, holds a renewed certificate and gets the mail', async () => {
    const system = { ...useOf(ready), log: [], stop: async () => {} }
    const browser = await launch()
    try {
      const context = await browser.newContext({ locale: 'en-US' })
      const page = await context.newPage()
      const person = system.person('window-just-opened', 'en')
      const picture = 'compose-renewal'
      const journey = { system, page, language: 'en', option: 'A', person, picture } as const
      await logIn(journey)
      await startRenewal(journey)
      await fillForm(journey)
      await pay(journey)
      await seeRenewed(journey, inTwoYears())
      await eventually(async () => {
        const subjects = (await system.mailTo(person.email)).map((mail) => mail.subject)
        return subjects.includes(words.en.mailSubject) || undefined
      }, 'the confirmation by mail')
    } finally {
      await browser.close()
    }
  }, 300_000)

  test('no container of ours runs as root or may write to its own files', () => {
    const label = `label=com.docker.compose.project=${projectOf(data)}`
    const ids = docker('ps', '--quiet', '--filter', label).split('\n')
    expect(ids.length).toBeGreaterThanOrEqual(14)
    const format =
      '{{index .Config.Labels "com.docker.compose.service"}} {{.Config.User}} {{.HostConfig.ReadonlyRootfs}}'
    const lines = docker('inspect', '--format', format, ...ids).split('\n')
    for (const service of services) expect(lines).toContain(`${service} 1000:1000 true`)
  })
})

describe.skipIf(reason)(`release images${reason ? ` (${reason})` : ''}`, () => {
  test.each(services)('%s holds neither failpoints nor anything of the tests', (service) => {
    const marks = ['failpoint', 'FAILPOINTS', 'test-issuer', 'fast-check']
    const script = marks.map((mark) => `! grep -rlF ${mark} /app`).join(' && ')
    const run = ['run', '--rm', '--network', 'none', '--entrypoint', '/bin/sh']
    expect(docker(...run, localName(service), '-c', script)).toBe('')
  })

  test.each(services)('%s that is told nothing says what it misses, and ends', (service) => {
    const run = ['run', '--rm', '--network', 'none', '--read-only', localName(service)]
    const outcome = outcomeOf(run)
    expect(outcome.status).toBe(1)
    expect(outcome.said).toContain('DATABASE_URL is missing')
  })
})

function outcomeOf(args: string[]): { status: number; said: string } {
  try {
    return { status: 0, said: docker(...args) }
  } catch (error) {
    const { status, stderr } = error as { status: number; stderr: string }
    return { status, said: stderr }
  }
}

/** From the original expiration date, which lies 90 days after the first start. */
function inTwoYears(): string {
  const expiresOn = addYears(addDays(dateOf(new Date()), 90), 2)
  const style = { dateStyle: 'long', timeZone: 'UTC' } as const
  return toDbDate(expiresOn).toLocaleDateString('en-US', style)
}
