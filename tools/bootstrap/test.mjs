// `npm test`: the checks, then every test, and one plain line at the end that says how it went.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))))
const report = path.join(root, 'reports', 'tests.json')
const filters = process.argv.slice(2)
process.chdir(root)
fs.rmSync(report, { force: true })

const checks = filters.length > 0 ? 0 : run(process.execPath, ['tools/checks/src/main.ts'])
const tests = run('vitest', [
  'run',
  ...filters,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
])
const { passed, failed, skipped } = count()
process.stdout.write(
  `\n${passed} passed, ${failed + (checks === 0 ? 0 : 1)} failed, ${skipped} skipped\n`,
)
process.exit(checks === 0 && tests === 0 ? 0 : 1)

function run(program, args) {
  const { status, error } = spawnSync(program, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (error) process.stderr.write(`${program}: ${error.message}\n`)
  return status ?? 1
}

function count() {
  if (!fs.existsSync(report)) return { passed: 0, failed: 1, skipped: 0 }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
    fs.readFileSync(report, 'utf8'),
  )
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests }
}
