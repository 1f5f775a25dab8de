// `npm test`: the checks, then every test, and one plain line at the end that says how it went.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))))
const report = path.join(root, 'reports', 'tests.json')
const filters = process.argv.slice(2)
/** The end of a suite's name that says why it is skipped. */
const said = /^(.*) \(((?:(?:STACK|CONTAINERS)=|[A-Z][\w ]* is missing: ).*)\)$/
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
const { passed, failed, skipped, reasons } = count()
for (const [reason, suites] of reasons)
  process.stdout.write(`\nskipped, because ${reason}:\n${lines(suites)}`)
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
  if (!fs.existsSync(report)) return { passed: 0, failed: 1, skipped: 0, reasons: [] }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    fs.readFileSync(report, 'utf8'),
  )
  return {
    passed: numPassedTests,
    failed: numFailedTests + testResults.filter(brokenBefore).length,
    skipped: numPendingTests + numTodoTests,
    reasons: reasonsIn(testResults),
  }
}

/** A file that failed before its first test. */
function brokenBefore({ status, assertionResults }) {
  return status === 'failed' && assertionResults.every((test) => test.status !== 'failed')
}

/** A suite that cannot run here says why at the end of its name, in parentheses. Counted by reason and suite. */
function reasonsIn(files) {
  const reasons = new Map()
  for (const { status, ancestorTitles } of files.flatMap((file) => file.assertionResults)) {
    if (status === 'passed' || status === 'failed') continue
    const titled = ancestorTitles.map((title) => said.exec(title)).find((found) => found)
    const [, suite, reason] = titled ?? ['', ancestorTitles[0] ?? '', 'the test itself says so']
    const suites = reasons.get(reason) ?? new Map()
    reasons.set(reason, suites.set(suite, (suites.get(suite) ?? 0) + 1))
  }
  return reasons
}

function lines(suites) {
  return [...suites].map(([suite, tests]) => `  ${String(tests).padStart(4)}  ${suite}\n`).join('')
}
