import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { cached, isCached } from '../provision/cache.ts'
import { fetchWithMaven, requireJava } from '../provision/maven.ts'
import { choosePorts } from '@peercert/local/ports'
import { answers, Child } from '../child.ts'
import { javaCommand, readyAddress, startArguments } from './java.ts'
import { mendsText, mendTheme } from './mends.ts'
import { unpack } from './zip.ts'

const run = promisify(execFile)

export const version = '26.7.5'
const here = fileURLToPath(new URL('distribution/', import.meta.url))
/** Realms and themes: what we say about the server. */
export const deployFolder = fileURLToPath(new URL('../../../../deploy/keycloak/', import.meta.url))

const zipKey = `keycloak/${version}`

/** Whether the server was fetched once. */
export const hasKeycloak = () => isCached(zipKey)

export interface Prepared {
  /** Unpacked, mended and built; only read from now on. */
  readonly server: string
  /** `h2/` with both realms, `classes.jsa`, and `admin.json`. */
  readonly template: string
}

export interface Admin {
  readonly clientId: string
  readonly secret: string
}

/** The server and its realms as every start takes them; made once for each state of the sources. */
export async function prepared(say: (line: string) => void = () => {}): Promise<Prepared> {
  const zip = await cached(zipKey, async (dir) => {
    say(`fetching Keycloak ${version}`)
    await fetchWithMaven(here, dir)
  })
  const key = await keyOf()
  const server = await cached(`keycloak/server-${key}`, async (dir) => {
    say('unpacking and building Keycloak')
    await build(join(zip, 'keycloak.zip'), dir)
  })
  const java = (await javaIdentity()).slice(0, 8)
  const template = await cached(`keycloak/template-${key}-${java}`, async (dir) => {
    say('importing the realms')
    await importRealms(server, dir)
  })
  return { server, template }
}

async function keyOf(): Promise<string> {
  const hash = createHash('sha256').update(version).update(mendsText())
  const entries = await readdir(deployFolder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
  for (const file of files) hash.update(relative(deployFolder, file)).update(await readFile(file))
  return hash.digest('hex').slice(0, 16)
}

/** A class archive belongs to exactly one Java. */
async function javaIdentity(): Promise<string> {
  await requireJava()
  const { stderr } = await run('java', ['-version'])
  return createHash('sha256').update(stderr).digest('hex')
}

async function build(zip: string, dir: string): Promise<void> {
  await unpack(zip, dir)
  await cp(join(deployFolder, 'themes'), join(dir, 'themes'), { recursive: true })
  await mendTheme(dir)
  await cp(join(deployFolder, 'realms'), join(dir, 'data/import'), { recursive: true })
  const options = ['--db=dev-file', '--health-enabled=true', '--metrics-enabled=true']
  const { program, args, env } = javaCommand({ server: dir, args: ['build', ...options] })
  await run(program, args, { env, maxBuffer: 1 << 24 }).catch((error: unknown) => {
    const { stdout = '' } = error as { stdout?: string }
    throw new Error(`Keycloak could not be built:\n${stdout.slice(-2_000)}`, { cause: error })
  })
}

/** The secrets of a template are of no use: each start sets its own. */
const clients = [
  'portal',
  'identity',
  'applications',
  'payments',
  'notifications',
  'ce-audit',
  'importer',
]

async function importRealms(server: string, dir: string): Promise<void> {
  const admin: Admin = { clientId: 'peercert-stack', secret: newSecret() }
  const { port = 0, management = 0 } = await choosePorts(['port', 'management'], {})
  const secrets = clients.map((name) => [
    `${name.toUpperCase().replaceAll('-', '_')}_CLIENT_SECRET`,
    newSecret(),
  ])
  const places = { data: join(dir, 'h2'), port, management }
  const child = new Child({
    name: 'keycloak',
    log: join(dir, 'import.log'),
    ready: () => answers(readyAddress(management)),
    patienceMs: 300_000,
    graceMs: 120_000,
    ...javaCommand({
      server,
      args: [...startArguments(places), '--import-realm'],
      flags: [`-XX:ArchiveClassesAtExit=${join(dir, 'classes.jsa')}`, '-Xlog:cds=off'],
      env: {
        ...Object.fromEntries(secrets),
        KC_BOOTSTRAP_ADMIN_CLIENT_ID: admin.clientId,
        KC_BOOTSTRAP_ADMIN_CLIENT_SECRET: admin.secret,
      },
    }),
  })
  try {
    await child.start()
  } finally {
    await child.stop()
  }
  await writeFile(join(dir, 'admin.json'), JSON.stringify(admin), { mode: 0o600 })
}

/** A data folder of its own for one server; kept when it is there already. */
export async function restore(template: string, dataDir: string): Promise<Admin> {
  const place = join(dataDir, 'h2')
  await mkdir(dataDir, { recursive: true })
  if (!(await readdir(dataDir)).includes('h2')) {
    const draft = `${place}.tmp`
    await rm(draft, { recursive: true, force: true })
    await cp(join(template, 'h2'), draft, { recursive: true })
    await cp(join(template, 'admin.json'), join(dataDir, 'admin.json'))
    await rename(draft, place)
  }
  return JSON.parse(await readFile(join(dataDir, 'admin.json'), 'utf8')) as Admin
}

const newSecret = () => randomBytes(24).toString('base64url')
