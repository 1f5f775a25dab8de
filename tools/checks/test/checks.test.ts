import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { overBudget } from '../src/budgets.ts'
import { type Check, runChecks } from '../src/check.ts'
import { breaking, generated, standards } from '../src/contracts.ts'
import { messaging, migrations, strictQueries } from '../src/databases.ts'
import { belowFloor, isBelow } from '../src/dependency-floors.ts'
import { machinePlaces, placesIn } from '../src/places.ts'
import { coverage, idsInTitles } from '../src/rule-coverage.ts'
import { aTree, house, wrongIn } from './kit.ts'

describe('every check', () => {
  const check = (name: string, wrong: string[]): Check => ({
    name,
    run: () => ({ looked: '3 things', wrong }),
  })

  test('says one line, and below it what is wrong', async () => {
    const said: string[] = []
    const well = await runChecks([check('a', []), check('b', ['x', 'y'])], '/', (line) =>
      said.push(line),
    )
    expect(well).toBe(false)
    expect(said).toEqual([
      expect.stringMatching(/^ok {3}a – 3 things \([\d.]+ s\)$/),
      expect.stringMatching(/^FAIL b – 3 things, 2 wrong \([\d.]+ s\)$/),
      '       x',
      '       y',
    ])
    expect(await runChecks([check('a', [])], '/', () => {})).toBe(true)
  })

  test('that breaks off has not passed', async () => {
    const broken: Check = {
      name: 'c',
      run: () => {
        throw new Error('no such tool')
      },
    }
    const said: string[] = []
    expect(await runChecks([broken], '/', (line) => said.push(line))).toBe(false)
    expect(said[1]).toContain('no such tool')
  })
})

describe('contracts', () => {
  /** The real contracts, in a place where they may be spoilt. */
  const aCopy = () => {
    const root = aTree({})
    mkdirSync(join(root, 'contracts'))
    cpSync(join(house, 'contracts'), join(root, 'contracts'), {
      recursive: true,
      filter: (source) => !source.includes('node_modules'),
    })
    symlinkSync(join(house, 'contracts/node_modules'), join(root, 'contracts/node_modules'))
    const change = (file: string, from: string, to: string) => {
      const path = join(root, 'contracts', file)
      const text = readFileSync(path, 'utf8')
      if (!text.includes(from)) throw new Error(`${file} has no ${from}`)
      writeFileSync(path, text.replace(from, to))
    }
    return { root, change }
  }

  test('that are not what is generated from them are found', async () => {
    const { root, change } = aCopy()
    expect(await wrongIn(generated, root)).toEqual([])
    change('identity/openapi.yaml', 'operationId: getMyProfile', 'operationId: readMyProfile')
    expect(await wrongIn(generated, root)).toEqual([
      expect.stringContaining('generated/identity.json'),
      expect.stringContaining('generated/identity.ts'),
    ])
  })

  test('that break their released copy are found', async () => {
    const { root, change } = aCopy()
    cpSync(
      join(root, 'contracts/generated/identity.json'),
      join(root, 'contracts/released/identity.json'),
    )
    expect(await wrongIn(breaking, root)).toEqual([])
    change('generated/identity.json', '"mailState": {', '"mailStates": {')
    expect(await wrongIn(breaking, root)).not.toEqual([])
  })

  test('that are no OpenAPI or AsyncAPI are found', async () => {
    const { root, change } = aCopy()
    expect(await wrongIn(standards, root)).toEqual([])
    change('identity/openapi.yaml', 'paths:', 'pathes:')
    expect(await wrongIn(standards, root)).not.toEqual([])
    const other = aCopy()
    other.change('identity/asyncapi.yaml', 'action: send', 'action: shout')
    expect(await wrongIn(standards, other.root)).not.toEqual([])
  })
})

describe('databases', () => {
  const chassis = ['services/chassis/prisma']
  const schema = readFileSync(join(house, 'services/chassis/prisma/schema.prisma'), 'utf8')

  test('whose messaging tables are not those of the chassis are found', async () => {
    const same = readFileSync(join(house, 'services/chassis/prisma/messaging.prisma'), 'utf8')
    const root = aTree(
      {
        'services/exams/prisma/schema.prisma': schema,
        'services/exams/prisma/messaging.prisma': same.replace('outbox', 'outbox2'),
      },
      chassis,
    )
    expect(await wrongIn(messaging, root)).toEqual([
      expect.stringContaining('exams/prisma/messaging.prisma'),
      expect.stringContaining('exams/prisma/migrations/00000000000000_messaging'),
      expect.stringContaining('_outbox_unsent'),
      expect.stringContaining('_listening'),
      expect.stringContaining('_delivery_size'),
      expect.stringContaining('_one_reader_of_a_topic'),
    ])
  })

  test('that answer a missing filter with everybody are found', async () => {
    const files = {
      'services/exams/prisma/schema.prisma': schema.replace('strictUndefinedChecks', 'x'),
    }
    expect(await wrongIn(strictQueries, aTree(files, chassis))).toHaveLength(1)
  })

  test('whose migrations do not lead to the schema are found', async () => {
    const root = aTree({}, ['tools/postgres/src', 'tools/postgres/package.json', ...chassis])
    symlinkSync(
      join(house, 'tools/postgres/node_modules'),
      join(root, 'tools/postgres/node_modules'),
    )
    cpSync(join(root, 'services/chassis'), join(root, 'services/exams'), { recursive: true })
    expect(await wrongIn(migrations, root)).toEqual([])
    const file = join(root, 'services/exams/prisma/schema.prisma')
    writeFileSync(file, `${schema}\nmodel Seat {\n  id String @id\n}\n`)
    expect((await wrongIn(migrations, root)).join('\n')).toContain('"Seat"')
  })
})

describe('rules', () => {
  const list = { families: { REN: 2, FEE: 1 }, outOfScope: { 'FEE-1': 'not yet' } }

  test('that no test names are found', () => {
    expect(coverage(list, new Set(['REN-1'])).wrong).toEqual(['REN-2 is named by no test'])
    expect(coverage(list, new Set(['REN-1', 'REN-2'])).wrong).toEqual([])
  })

  test('the list of what is out of scope may not go stale', () => {
    const named = new Set(['REN-1', 'REN-2', 'FEE-1'])
    expect(coverage(list, named).wrong).toEqual([expect.stringContaining('take it off the list')])
    const stale = { ...list, outOfScope: { 'FEE-9': 'x', 'FEE-1': 'x' } }
    expect(coverage(stale, new Set(['REN-1', 'REN-2'])).wrong).toEqual([
      'FEE-9 is out of scope in rules.yaml and no rule',
    ])
  })

  test('are named by titles, not by comments or expected values', () => {
    const source = [
      `test('REN-1 CONV-9: a sentence', () => {`,
      `  // REN-2: why this is so`,
      `  /* REN-3 in a longer comment */`,
      `  expect(x).toEqual({ ruleIds: ['REN-4'] })`,
      `describe("PAY-6: it's decided here", () => {})`,
      'test(`FEE-4 of ${amount} is due`, () => {})',
    ].join('\n')
    expect(idsInTitles(source)).toEqual(['REN-1', 'CONV-9', 'PAY-6', 'FEE-4'])
  })
})

test('files that are too long, and exceptions that could shrink, are found', () => {
  const list = {
    lines: { '.ts': 300, '.test.ts': 400 },
    exceptions: { 'old.ts': 350, 'better.ts': 350, 'gone.ts': 350 },
  }
  const lengths = new Map([
    ['a.ts', 300],
    ['b.ts', 301],
    ['b.test.ts', 400],
    ['old.ts', 350],
    ['better.ts', 310],
  ])
  expect(overBudget(list, lengths).wrong).toEqual([
    'b.ts has 301 lines, 300 are allowed',
    'better.ts has 310 lines now: lower its exception to that',
    'gone.ts is an exception in budgets.yaml and no file',
  ])
})

describe('what is true on one machine only is found:', () => {
  const home = ['', 'home', 'ana', 'peercert'].join('/')
  const host = ['https://npm', 'registry', 'example.org'].join('.')
  test.each([
    [`run ${home}/x`, 'a folder of one machine'],
    [`'${['', 'root', '.npm'].join('/')}/'`, 'a folder of one machine'],
    [`"${['', 'Users', 'ana', 'x'].join('/')}"`, 'a folder of one machine'],
    [`resolved: ${host}/fastify`, 'a package registry'],
    [`${'tarball'}: https://elsewhere.example/a.tgz`, 'a tarball that one registry has'],
    ['in /somewhere/peercert/services', 'the folder of this copy'],
    [`-----BEGIN ${'PRIVATE'} KEY-----`, 'a private key'],
  ])('%s', (line, what) => {
    expect(placesIn('a.md', `fine\n${line}\n`, '/somewhere/peercert')).toContain(
      `a.md:2 names ${what}`,
    )
  })

  test('and paths of a service or a page are not', () => {
    const text = 'GET /staff/people/1, services/identity/src, ~/root/x, https://example.org/home/a/'
    expect(placesIn('a.md', text, '/somewhere/peercert')).toEqual([])
  })

  test('in any file of a tree', async () => {
    const root = aTree({ 'docs/a.md': `see ${home}/x\n`, 'docs/b.md': 'fine\n' })
    expect(await wrongIn(machinePlaces, root)).toEqual([
      'docs/a.md:1 names a folder of one machine',
    ])
  })
})

describe('packages below their floor', () => {
  test('are found, directly or by another', () => {
    expect(belowFloor(['fastify@5.8.4', 'nodemailer@10.6.0', 'x@1.0.0']).wrong).toEqual([
      expect.stringContaining('fastify@5.8.4 is below 5.8.5'),
    ])
    expect(belowFloor([]).wrong).toHaveLength(1)
    expect(belowFloor(['@fastify/jwt@10.2.7', '@fastify/jwt@10.2.8']).wrong).toHaveLength(1)
  })

  test.each([
    ['5.8.4', true],
    ['5.8.5-rc.1', true],
    ['4.99.99', true],
    ['5.7.99', true],
    ['5.8.5', false],
    ['5.8.10', false],
    ['5.12.0', false],
    ['10.0.0', false],
  ])('%s against 5.8.5: %s', (version, below) => {
    expect(isBelow(version, '5.8.5')).toBe(below)
  })
})
