import { existsSync, readdirSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

/** One project per package that has tests: `vitest run --project payments`. */
const packages = ['services', 'tools'].flatMap((parent) =>
  readdirSync(new URL(parent, import.meta.url))
    .map((name) => ({ name, root: `./${parent}/${name}` }))
    .filter(({ root }) => existsSync(new URL(`${root}/package.json`, import.meta.url))),
)

export default defineConfig({
  test: {
    globalSetup: ['./tools/postgres/src/test-server.ts'],
    reporters: ['default'],
    projects: [...packages, { name: 'contracts', root: './contracts' }].map(({ name, root }) => ({
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
  },
})
