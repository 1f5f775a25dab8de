import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { environment, pageOf, undescribed, writeEnvironment } from '../src/environment.ts'
import { type DescribedSetting, docstringsOf, settingsOf } from '../src/settings.ts'
import { aTree, house, wrongIn } from './kit.ts'

const setting = (change: Partial<DescribedSetting> = {}): DescribedSetting => ({
  name: 'CARD_API_URL',
  what: 'Where the card processor answers.',
  takes: 'a URL',
  secret: false,
  fallback: undefined,
  service: 'payments',
  ...change,
})

describe('the page about the environment', () => {
  test('names every setting of the schemas with what it is for', async () => {
    const settings = await settingsOf(house)
    const named = (name: string, service?: string) =>
      settings.find((one) => one.name === name && one.service === service)
    expect(named('DATABASE_URL')).toMatchObject({ secret: true, fallback: undefined })
    expect(named('PORT')).toMatchObject({ fallback: '0', takes: 'a whole number from 0 to 65535' })
    expect(named('MAIL_URL', 'portal')).toMatchObject({ fallback: 'nothing' })
    expect(undescribed(settings)).toEqual([])
  })

  test('has one row where services mean the same, and one for each meaning elsewhere', () => {
    const rows = pageOf([
      setting(),
      setting({ service: 'portal', what: '' }),
      setting({ service: 'identity', what: 'Something else.', secret: true, fallback: '1' }),
    ]).split('\n')
    expect(rows.filter((row) => row.includes('CARD_API_URL'))).toEqual([
      '| `CARD_API_URL` | payments, portal | Where the card processor answers. | a URL | **required** |',
      '| `CARD_API_URL` | identity | Something else. | **secret**, a URL | 1 |',
    ])
  })

  test('takes its words from the docstring right above the key, and from no other comment', () => {
    const words = docstringsOf(`
      /** About the whole schema. */
      export const schema = {
        /** What the provider
         * allows. */
        mailsPerSecond: integer(),
        // not this
        mailFrom: text(),
      }`)
    expect(Object.fromEntries(words)).toEqual({ mailsPerSecond: 'What the provider allows.' })
  })

  test('fails the check when it is stale, and when a setting is explained nowhere', async () => {
    const root = aTree({ 'docs/environment.md': 'of yesterday' }, ['services/chassis/src'])
    const own = `import { text } from '@peercert/chassis/config'\nexport const schema = { motto: text() }\n`
    for (const service of ['chassis', 'portal'])
      cpSync(
        join(house, `services/${service}/package.json`),
        join(root, `services/${service}/package.json`),
      )
    for (const service of ['chassis', 'portal'])
      symlinkSync(
        join(house, `services/${service}/node_modules`),
        join(root, `services/${service}/node_modules`),
      )
    aFile(root, 'services/portal/src/config.ts', own)
    expect(await wrongIn(environment, root)).toEqual([
      'MOTTO has no docstring in its schema that says what it is for',
      'docs/environment.md is not what the schemas say',
    ])
    await expect(writeEnvironment(root)).rejects.toThrow('MOTTO has no docstring')
    expect(readFileSync(join(root, 'docs/environment.md'), 'utf8')).toBe('of yesterday')
  })
})

function aFile(root: string, file: string, text: string) {
  cpSync(join(house, file), join(root, file))
  writeFileSync(join(root, file), text)
}
