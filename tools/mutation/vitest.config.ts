import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Only the tests that stand beside the rules: no database, milliseconds. */
export default defineConfig({
  root: fileURLToPath(new URL('../../', import.meta.url)),
  test: { include: ['services/*/src/rules/**/*.test.ts'], testTimeout: 5000 },
})
