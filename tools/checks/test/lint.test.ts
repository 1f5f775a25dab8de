import { beforeAll, describe, expect, test } from 'vitest'
import { format, lint } from '../src/toolchain.ts'
import { aTree, wrongIn } from './kit.ts'

const copied = ['.oxlintrc.json', '.oxfmtrc.json', 'tools/checks/src/lint-rules.ts']
const tsconfig = JSON.stringify({ compilerOptions: { strict: true, noEmit: true } })
const lines = (count: number) =>
  `${Array.from({ length: count }, (_, i) => `  use(${i})`).join('\n')}\n`
const use = 'export declare function use(value: unknown): Promise<void>\n'

/** What each seeded file breaks; the same tree without it is clean. */
const seeds: [string, string, string, string][] = [
  [
    'a rule reads the store',
    'src/rules/x.ts',
    `import { a } from '../store/a.ts'\nexport const x = a\n`,
    'no-restricted-imports',
  ],
  [
    'a rule knows a contract',
    'src/rules/x.ts',
    `import type { a } from '@peercert/contracts/exams'\nexport type X = a\n`,
    'no-restricted-imports',
  ],
  [
    'a rule imports from npm',
    'src/rules/x.ts',
    `import pg from 'pg'\nexport const x = pg\n`,
    'no-restricted-imports',
  ],
  [
    'a rule imports from node',
    'src/rules/x.ts',
    `import { a } from 'node:fs'\nexport const x = a\n`,
    'no-restricted-imports',
  ],
  [
    'a rule below a rule reads the store',
    'src/rules/deep/x.ts',
    `import { a } from '../../store/a.ts'\nexport const x = a\n`,
    'no-restricted-imports',
  ],
  [
    'a rule looks at the clock',
    'src/rules/x.ts',
    'export const x = () => new Date()\n',
    'no-current-date',
  ],
  [
    'a rule looks at the clock, too',
    'src/rules/x.ts',
    'export const x = () => Date.now()\n',
    'no-restricted-properties',
  ],
  [
    'a rule throws dice',
    'src/rules/x.ts',
    'export const x = () => Math.random()\n',
    'no-restricted-properties',
  ],
  [
    'a rule asks the network',
    'src/rules/x.ts',
    `export const x = () => fetch('http://x')\n`,
    'no-restricted-globals',
  ],
  [
    'a rule reads the environment',
    'src/rules/x.ts',
    'export const x = () => process.cwd()\n',
    'no-restricted-globals',
  ],
  [
    'a route looks at the clock',
    'src/routes/x.ts',
    'export const x = () => new Date()\n',
    'no-current-date',
  ],
  [
    'a route imports from npm',
    'src/routes/x.ts',
    `import pg from 'pg'\nexport const x = pg\n`,
    'no-restricted-imports',
  ],
  [
    'a route imports the roof',
    'src/routes/x.ts',
    `import { a } from '../app.ts'\nexport const x = a\n`,
    'no-restricted-imports',
  ],
  [
    'a consumer imports another service',
    'src/consumers/x.ts',
    `import { a } from '@peercert/payments/app'\nexport const x = a\n`,
    'no-restricted-imports',
  ],
  [
    'a service imports another service',
    'src/app.ts',
    `import { a } from '@peercert/payments/app'\nexport const x = a\n`,
    'no-restricted-imports',
  ],
  [
    'the store knows a rule',
    'src/store/x.ts',
    `import { a } from '../rules/a.ts'\nexport const x = a\n`,
    'no-restricted-imports',
  ],
  [
    'the store knows a contract',
    'src/store/x.ts',
    `import { a } from '@peercert/contracts/exams'\nexport const x = a\n`,
    'no-restricted-imports',
  ],
  [
    'words know an edge',
    'src/problems.ts',
    `import { a } from './routes/a.ts'\nexport const x = a\n`,
    'no-restricted-imports',
  ],
  [
    'a device knows who uses it',
    'src/client/x.ts',
    `import { a } from '../routes/a.ts'\nexport const x = a\n`,
    'no-restricted-imports',
  ],
  [
    'SQL is put together from text',
    'src/store/x.ts',
    'export const x = (db: { $queryRawUnsafe(q: string): unknown }) => db.$queryRawUnsafe(`a`)\n',
    'no-restricted-properties',
  ],
  [
    'the environment is read outside config.ts',
    'src/store/x.ts',
    'export const x = process.env.X\n',
    'no-process-env',
  ],
  [
    'Kafka is written to past the reliable producer',
    'src/routes/x.ts',
    'export const x = (kafka: { producer(): unknown }) => kafka.producer()\n',
    'reliable-producer',
  ],
  ['a default export', 'src/routes/x.ts', 'export default 1\n', 'no-default-export'],
  ['any', 'src/routes/x.ts', 'export const x = (a: any) => a\n', 'no-explicit-any'],
  [
    'a promise nobody waits for',
    'src/routes/x.ts',
    `${use}export function x() {\n  use(1)\n}\n`,
    'no-floating-promises',
  ],
  [
    'five parameters',
    'src/routes/x.ts',
    'export const x = (a: 1, b: 1, c: 1, d: 1, e: 1) => [a, b, c, d, e]\n',
    'max-params',
  ],
  [
    'a function of 51 lines',
    'src/routes/x.ts',
    `export function x(use: (n: number) => void) {\n${lines(49)}}\n`,
    'max-lines-per-function',
  ],
  [
    'a file of 301 lines',
    'src/routes/x.ts',
    Array.from({ length: 301 }, (_, i) => `export const x${i} = ${i}\n`).join(''),
    'max-lines',
  ],
  [
    'thirteen ways through',
    'src/routes/x.ts',
    `export function x(n: number) {\n${Array.from({ length: 12 }, (_, i) => `  if (n === ${i}) return ${i + 100}\n`).join('')}  return 0\n}\n`,
    'complexity',
  ],
]

/** One tree with every seed in a file of its own: the linter runs once. */
const placed = seeds.map(([what, file, text, rule], index) => ({
  what,
  rule,
  text,
  file: `services/exams/${file.replace('/x.ts', `/x${index}.ts`)}`,
}))
let found: readonly string[] = []

beforeAll(async () => {
  const files = Object.fromEntries(placed.map(({ file, text }) => [file, text]))
  found = await wrongIn(lint, aTree({ ...files, 'services/exams/tsconfig.json': tsconfig }, copied))
})

describe('the linter finds:', () => {
  test.each(placed)('$what', ({ file, rule }) => {
    expect(found.filter((line) => line.startsWith(`${file}:`) && line.includes(rule))).not.toEqual(
      [],
    )
  })
})

test('the linter lets pass what stands on its floor', async () => {
  const root = aTree(
    {
      'services/exams/tsconfig.json': tsconfig,
      'services/exams/src/rules/a.ts': `import { b } from './b.ts'\nexport const a = (at: Date) => [b, new Date(at.getTime() + 1)]\n`,
      'services/exams/src/rules/b.ts': `import { Temporal } from 'temporal-polyfill'\nexport const b = Temporal\n`,
      'services/exams/src/rules/a.test.ts': `import { test } from 'vitest'\nimport { a } from './a.ts'\ntest('x', () => [a(new Date())])\n`,
      'services/exams/src/store/c.ts': `import pg from 'pg'\nexport const c = pg\n`,
      'services/exams/src/routes/d.ts': `import { refuse } from '../problems.ts'\nimport { a } from '../rules/a.ts'\nimport { c } from '../store/c.ts'\nexport const d = [a, c, refuse]\n`,
      'services/exams/src/problems.ts': 'export const refuse = 1\n',
      'services/exams/src/app.ts': `import fastify from 'fastify'\nimport { d } from './routes/d.ts'\nexport const app = [fastify, d]\n`,
      'services/exams/src/config.ts': 'export const x = process.env.X\n',
    },
    copied,
  )
  expect(await wrongIn(lint, root)).toEqual([])
})

test('the formatter finds what is not in the format', async () => {
  const root = aTree({ 'services/exams/src/a.ts': 'export const a = "x";\n' }, copied)
  expect(await wrongIn(format, root)).toEqual([expect.stringContaining('services/exams/src/a.ts')])
})
