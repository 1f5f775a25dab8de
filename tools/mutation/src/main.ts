/**
 * `npm run mutate [-- service …]`: changes the rules of the journey one operator at a time and looks whether a test
 * notices. Fails below 85 % killed. The rules' own tests run, which need no database.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const goal = 85
const services = ['applications', 'payments', 'identity', 'notifications']
const chosen = process.argv.slice(2).filter((arg) => !arg.startsWith('-'))
const unknown = chosen.filter((name) => !services.includes(name))
if (unknown.length > 0) {
  process.stderr.write(
    `No rules to mutate in ${unknown.join(', ')}. There are: ${services.join(', ')}.\n`,
  )
  process.exit(1)
}
const wanted = (chosen.length > 0 ? chosen : services).filter((name) =>
  existsSync(`${root}services/${name}/src/rules`),
)

mkdirSync(`${root}reports/mutation`, { recursive: true })
const config = `${root}reports/mutation/stryker.config.json`
writeFileSync(config, JSON.stringify(settings(wanted), null, 2))
const cli = createRequire(import.meta.url)
  .resolve('@stryker-mutator/core/package.json')
  .replace('package.json', 'bin/stryker.js')
const { status } = spawnSync(process.execPath, [cli, 'run', config], {
  cwd: root,
  stdio: 'inherit',
})
if (existsSync(`${root}reports/mutation/mutation.json`)) printByService()
process.exit(status ?? 1)

function settings(names: readonly string[]) {
  return {
    mutate: names.flatMap((name) => [
      `services/${name}/src/rules/**/*.ts`,
      `!services/${name}/src/rules/**/*.test.ts`,
    ]),
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'].map((plugin) =>
      createRequire(import.meta.url).resolve(plugin),
    ),
    vitest: { configFile: 'tools/mutation/vitest.config.ts', related: false },
    tsconfigFile: 'none.json',
    concurrency: 2,
    reporters: ['clear-text', 'json', 'html'],
    clearTextReporter: { allowColor: false, logTests: false, reportScoreTable: true },
    jsonReporter: { fileName: 'reports/mutation/mutation.json' },
    htmlReporter: { fileName: 'reports/mutation/mutation.html' },
    tempDirName: 'reports/mutation/sandbox',
    ignorePatterns: [
      '**',
      '!package.json',
      '!contracts/*.ts',
      '!contracts/package.json',
      '!contracts/generated/**',
      '!services/*/package.json',
      '!services/*/src/rules/**',
      '!services/chassis/src/**',
      '!tools/mutation/vitest.config.ts',
      '!tools/mutation/package.json',
      '**/node_modules',
    ],
    thresholds: { high: 92, low: goal, break: goal },
    coverageAnalysis: 'perTest',
    ignoreStatic: true,
    timeoutMS: 10_000,
  }
}

function printByService() {
  const report = JSON.parse(readFileSync(`${root}reports/mutation/mutation.json`, 'utf8')) as {
    files: Record<string, { mutants: { status: string }[] }>
  }
  for (const name of wanted) {
    const mutants = Object.entries(report.files).flatMap(([file, { mutants: all }]) =>
      file.includes(`services/${name}/`) ? all : [],
    )
    const counted = mutants.filter(
      ({ status: state }) => state !== 'Ignored' && !state.endsWith('Error'),
    )
    const killed = counted.filter(
      ({ status: state }) => state === 'Killed' || state === 'Timeout',
    ).length
    if (counted.length > 0)
      process.stdout.write(
        `${name}: ${killed} of ${counted.length} killed, ${((killed / counted.length) * 100).toFixed(1)} %\n`,
      )
  }
}
