// Every npm script comes through here. Plain JavaScript for any Node from 20 on: it fetches pnpm, installs what the
// lockfile says, generates and builds what is not committed, and runs the real tool on the pinned Node.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))))
const [, , command, ...args] = process.argv
const windows = process.platform === 'win32'

/**
 * What each command needs before it (install, generate, build) and what it then runs.
 * Prisma reads relations side by side on one connection, which its driver calls deprecated: nobody here can act on that line.
 */
const commands = {
  start: {
    build: true,
    run: ['tools/local/src/main.ts'],
    flags: ['--disable-warning=DeprecationWarning'],
  },
  stack: { build: true, run: ['tools/stack/src/main.ts'] },
  test: { build: true, run: ['tools/bootstrap/test.mjs'] },
  check: { build: false, run: ['tools/checks/src/main.ts'] },
  generate: { build: false, run: ['tools/checks/src/generate.ts'] },
  release: { build: false, run: ['contracts/release.ts'] },
  migrate: { build: false, run: ['tools/postgres/src/migrate.ts'] },
  format: { build: false, bin: 'oxfmt', run: [] },
  import: { build: false, run: ['tools/import/src/main.ts'] },
  token: { build: false, run: ['tools/local/src/token.ts'] },
  sanction: { build: false, run: ['tools/local/src/sanction.ts'] },
  redrive: { build: false, run: ['tools/local/src/redrive.ts'] },
  reconcile: { build: false, run: ['tools/oracle/src/reconcile-command.ts'] },
  oracle: { build: false, run: ['tools/oracle/src/main.ts'] },
  chaos: { build: true, run: ['tools/chaos/src/main.ts'] },
  load: { build: true, run: ['tools/load/src/main.ts'] },
  'realm-check': { build: false, run: ['tools/stack/src/keycloak/realm-check-command.ts'] },
  compose: { build: false, run: ['tools/images/src/compose/main.ts'] },
  images: { build: true, run: ['tools/images/src/main.ts'] },
  bench: { build: false, run: ['tools/bench/src/main.ts'] },
  mutate: { build: false, run: ['tools/mutation/src/main.ts'] },
}

process.chdir(root)
const real = command === 'start' && args.includes('--stack')
const wanted = commands[real ? 'stack' : command]
if (!wanted) fail(`Unknown command ${command}. There are: ${Object.keys(commands).join(', ')}.`)
const manifest = JSON.parse(fs.readFileSync('package.json', 'utf8'))
install()
const node = pinnedNode()
const bin = path.join(root, 'node_modules', '.bin')
const env = { ...process.env, PATH: bin + path.delimiter + process.env.PATH }
// The Prisma tool asks for a native engine that nobody here uses; a path that exists keeps it from the network.
const quiet = {
  ...env,
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
}
prepare(wanted.build ? ['generate', 'build'] : ['generate'])
// Relative paths on the command line are meant from where the person stands.
const cwd = process.env.INIT_CWD ?? root
hand(wanted)

function install() {
  const stamp = path.join('node_modules', '.peercert-installed')
  const state = createHash('sha256')
    .update(fs.readFileSync('pnpm-lock.yaml'))
    .update(process.platform + process.arch)
    .digest('hex')
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === state) return
  say('Installing packages (once for each lockfile; a minute or two)…')
  const [program, ...first] = pnpm()
  const { status } = run(program, [
    ...first,
    'install',
    '--frozen-lockfile',
    '--reporter=append-only',
  ])
  if (status !== 0) process.exit(status ?? 1)
  fs.writeFileSync(stamp, state)
}

function pnpm() {
  const version = manifest.packageManager.split('@')[1]
  const own = spawnSync('pnpm', ['--version'], {
    encoding: 'utf8',
    shell: windows,
    env: { ...process.env, pnpm_config_pm_on_fail: 'ignore' },
  })
  const fits = own.status === 0 && own.stdout.trim().split('.')[0] === version.split('.')[0]
  return fits ? ['pnpm'] : ['npx', '--yes', `pnpm@${version}`]
}

function pinnedNode() {
  const pinned = path.join(root, 'node_modules', '.bin', windows ? 'node.cmd' : 'node')
  if (fs.existsSync(pinned)) return pinned
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 24 || (major === 24 && minor >= 11)) return process.execPath
  return fail(
    `PeerCert needs Node 24.11 or later. This is ${process.version}, and no Node ${manifest.optionalDependencies.node} package exists for ${process.platform}-${process.arch}.`,
  )
}

function prepare(tasks) {
  const [program, ...first] = pnpm()
  const { status } = run(
    program,
    [
      ...first,
      'exec',
      'turbo',
      'run',
      ...tasks,
      '--output-logs=errors-only',
      '--log-order=grouped',
      '--env-mode=loose',
    ],
    {
      env: quiet,
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
      explain: 'Generating database clients and building the portal did not work:',
    },
  )
  if (status !== 0) process.exit(status ?? 1)
}

/** Signals are passed on, and this process ends as the tool ended. */
function hand({ run: target, bin: program, flags = [] }) {
  const file = target[0] ? [...flags, path.join(root, target[0]), ...target.slice(1)] : []
  const child = spawn(program ?? node, [...file, ...args], {
    env,
    cwd: program ? root : cwd,
    stdio: 'inherit',
    shell: windows,
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
}

/** What helps to start goes to standard error: standard output belongs to the tool (`--json`). */
function run(program, list, { explain, ...options } = {}) {
  const result = spawnSync(program, list, { stdio: ['inherit', 2, 2], shell: windows, ...options })
  if (explain && result.status !== 0)
    say(`${explain}\n${result.stdout ?? ''}${result.stderr ?? ''}${result.error ?? ''}`)
  return result
}

function say(line) {
  process.stderr.write(`${line}\n`)
}
function fail(line) {
  say(line)
  process.exit(1)
}
