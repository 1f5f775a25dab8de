import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const header = 'number,legal_name,email,language,issued_on,expires_on,status,county'
let data: string
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'peercert-import-'))
})
afterAll(() => rmSync(data, { recursive: true, force: true }))

interface Ended {
  readonly code: number
  readonly out: string
  readonly err: readonly string[]
}

/** The command as anybody runs it, on the data of a stopped system. */
function importFile(text: string | Buffer, ...args: string[]): Promise<Ended> {
  const file = join(data, '..', `${Math.random().toString(36).slice(2)}.csv`)
  writeFileSync(file, text)
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [main, file, '--data', join(data, 'system'), ...args],
      (error, out, err) => {
        rmSync(file)
        resolve({
          code: error ? Number(error.code) : 0,
          out: out.trim(),
          err: err.trim().split('\n'),
        })
      },
    )
  })
}
const counts = ({ out }: Ended) =>
  JSON.parse(out.split('\n').at(-1) ?? '') as {
    loaded: number
    unchanged: number
    rejected: number
  }

const good = [
  'CMPSS-900001,Amalia Rentería,amalia@holders.example,es,2025-03-01,2027-03-01,ACTIVE,Los Angeles',
  'CMPSS-900002,"O\'Neil, ""Pat"" James",pat@holders.example,en,2023-05-10,2025-05-10,active,yolo',
  'CMPSS-900003,Bo Li,bo@holders.example,en,2025-03-01,2027-03-01,Suspended,Kern',
]

describe('npm run import', { timeout: 120_000 }, () => {
  test('a dry run only checks: every bad line is named with its number, field and reason, and nothing is stored', async () => {
    const bad = [
      'CMPSS-9,Short Number,short@holders.example,en,2025-03-01,2027-03-01,ACTIVE,Kern',
      'CMPSS-900005,,not-an-address,fr,2025-02-30,2027-03-01,RETIRED,Paris',
      'CMPSS-900006,Too Few,few@holders.example,en',
      'CMPSS-900007,Backwards,back@holders.example,en,2027-03-01,2025-03-01,ACTIVE,Kern',
      'CMPSS-900008,Same Mail,AMALIA@holders.example,en,2025-03-01,2027-03-01,ACTIVE,Kern',
    ]
    const ended = await importFile(
      `\uFEFF${[header, ...good, ...bad].join('\r\n')}\r\n`,
      '--dry-run',
      '--json',
    )
    expect(counts(ended)).toEqual({ loaded: 3, unchanged: 0, rejected: 5 })
    expect(ended.err).toEqual(
      expect.arrayContaining([
        'line 5: number is not like CMPSS-000318',
        'line 6: legal_name is empty',
        'line 6: email is not an e-mail address',
        'line 6: language is neither en nor es',
        'line 6: issued_on is not a date like 2024-12-31',
        'line 6: status is not one of ACTIVE, SUSPENDED, REVOKED, SURRENDERED',
        'line 6: county is not a county of California',
        'line 7: line has 4 fields instead of 8',
        'line 8: expires_on is not after issued_on',
        'line 9: email is used by another certificant',
      ]),
    )
    expect(counts(await importFile([header, ...good].join('\n'), '--dry-run', '--json'))).toEqual({
      loaded: 3,
      unchanged: 0,
      rejected: 0,
    })
  })

  test('good lines are loaded once however often it runs, and bad ones keep none of them back', async () => {
    const text = [header, ...good, 'CMPSS-9,x,y,z,,,,'].join('\n')
    expect(counts(await importFile(text, '--json'))).toEqual({
      loaded: 3,
      unchanged: 0,
      rejected: 1,
    })
    expect(counts(await importFile(text, '--json'))).toEqual({
      loaded: 0,
      unchanged: 3,
      rejected: 1,
    })
  })

  test('lines are matched by number: other data, another e-mail and an e-mail used twice are rejected', async () => {
    const changed = [
      'CMPSS-900001,Amalia Rentería,amalia@holders.example,es,2025-03-01,2027-03-02,ACTIVE,Los Angeles',
      'CMPSS-900002,"O\'Neil, ""Pat"" James",other@holders.example,en,2023-05-10,2025-05-10,ACTIVE,Yolo',
      'CMPSS-900009,New Person,Bo@Holders.example,en,2025-03-01,2027-03-01,ACTIVE,Kern',
      'CMPSS-900003,Bo Li,bo@holders.example,en,2025-03-01,2027-03-01,SUSPENDED,Kern',
    ]
    const ended = await importFile([header, ...changed].join('\n'), '--json')
    expect(counts(ended)).toEqual({ loaded: 0, unchanged: 1, rejected: 3 })
    expect(ended.err).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^line 2: expires_on differs from what was imported before/),
        expect.stringMatching(/^line 3: (number|email) was imported before with another e-mail/),
        expect.stringMatching(/^line 4: email is used by another certificant/),
      ]),
    )
  })

  test('a quote that is never closed costs its own line only, and the rest is loaded', async () => {
    const ended = await importFile(
      [
        header,
        'CMPSS-900010,Uma"Broken,uma@holders.example,en,2025-03-01,2027-03-01,ACTIVE,Kern',
        'CMPSS-900011,Una Whole,una@holders.example,en,2025-03-01,2027-03-01,ACTIVE,Kern',
      ].join('\n'),
      '--json',
    )
    expect(counts(ended)).toEqual({ loaded: 1, unchanged: 0, rejected: 1 })
  })

  test.each([
    ['a missing column', 'number,legal_name\n', /Missing: email, language/],
    ['an empty file', '', /The file is empty/],
  ])('%s ends the run with a clear line', async (_what, text, line) => {
    const ended = await importFile(text, '--json')
    expect([ended.code, ended.err.join('\n')]).toEqual([1, expect.stringMatching(line)])
  })

  test('a file that is not there and an unknown option are told apart from a failure', async () => {
    const missing = await new Promise<string>((resolve) =>
      execFile(process.execPath, [main, 'nowhere.csv'], (_e, _o, err) => resolve(err)),
    )
    expect(missing).toMatch(/There is no file .*nowhere\.csv/)
    const unknown = await new Promise<string>((resolve) =>
      execFile(process.execPath, [main, 'x.csv', '--frsh'], (_e, _o, err) => resolve(err)),
    )
    expect(unknown).toMatch(/Unknown option '--frsh'/)
  })
})
