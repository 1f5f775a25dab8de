import { existsSync, readdirSync } from 'node:fs'
import { defineConfig } from 'vitest/config'
import { skipReason } from './tools/stack/src/available.ts'

/** One project per package that has tests: `vitest run --project payments`. */
const packages = ['services', 'tools'].flatMap((parent) =>
  readdirSync(new URL(parent, import.meta.url))
    .map((name) => ({ name, root: `./${parent}/${name}` }))
    .filter(({ root }) => existsSync(new URL(`${root}/package.json`, import.meta.url))),
)

/** Getting in, the holder's way to the certificate, the trouble on it, the desk, a restart, and what must not be seen of it all. */
const journeys = [
  'renewal-journey',
  'registration',
  'late-renewal',
  'staff-desk',
  'privacy',
  'pay-trouble',
  'first-sign-in',
  'one-charge',
  'restart',
]

/** The journeys of tools/e2e once more, on the real parts. */
const onStack = {
  extends: true as const,
  root: './tools/e2e',
  test: {
    name: 'e2e-on-stack',
    root: './tools/e2e',
    globalSetup: [],
    include: journeys.map((name) => `test/${name}.test.ts`),
    env: { SYSTEM: 'stack', STACK_MISSING: (await skipReason()) || '' },
    // One stack at a time is as much as a small machine carries.
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
}

export default defineConfig({
  test: {
    globalSetup: ['./tools/postgres/src/test-server.ts'],
    reporters: ['default'],
    projects: [
      onStack,
      ...[...packages, { name: 'contracts', root: './contracts' }].map(({ name, root }) => ({
        extends: true as const,
        root,
        test: {
          name,
          root,
          globalSetup: [],
          include: [
            'test/**/*.test.{ts,tsx}',
            'src/**/*.test.ts',
            'web/**/*.test.{ts,tsx}',
            '*.test.ts',
          ],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      })),
    ],
  },
})
