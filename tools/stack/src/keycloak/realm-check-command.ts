import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { findRunning } from '@peercert/local/data-folder'
import { folderOf } from '@peercert/local/options'
import { adminApi, type AdminApi } from './admin.ts'
import { type Admin, prepared } from './prepared.ts'
import { checkRealms, sentenceOf } from './realm-check.ts'
import { startKeycloak } from './server.ts'
import type { Expected } from './wanted/setting.ts'

const usage = `npm run realm-check [-- options]     holds a running Keycloak against what deploy/keycloak says

  --data DIR     the stack on this folder (.peercert/stack); when none runs there, a server of its own is started
  --url URL      another server; its admin client comes from KEYCLOAK_ADMIN_CLIENT and KEYCLOAK_ADMIN_SECRET
  --portal URL   the portal's address there
  --brokers A,B  the outside sign-ins that are configured there
  --json         one line of JSON
`

interface Checked {
  readonly where: string
  readonly api: AdminApi
  readonly expected: Expected
  close?(): Promise<void>
}

const portal = 'http://127.0.0.1:4400'

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      url: { type: 'string' },
      portal: { type: 'string' },
      brokers: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(usage)
    return 0
  }
  const server = values.url ? named(values) : ((await running(values.data)) ?? (await own()))
  try {
    const { asserted, wrong } = await checkRealms(server.api, server.expected)
    for (const setting of wrong) console.error(sentenceOf(setting))
    const line = `${asserted} settings at ${server.where}: ${wrong.length || 'none'} wrong`
    console.log(values.json ? JSON.stringify({ asserted, wrong }) : line)
    return wrong.length === 0 ? 0 : 1
  } finally {
    await server.close?.()
  }
}

interface Named {
  readonly url?: string
  readonly portal?: string
  readonly brokers?: string
}

function named(values: Named): Checked {
  const { KEYCLOAK_ADMIN_CLIENT: clientId, KEYCLOAK_ADMIN_SECRET: secret } = process.env
  if (!clientId || !secret)
    throw new Error('--url needs KEYCLOAK_ADMIN_CLIENT and KEYCLOAK_ADMIN_SECRET')
  const where = (values.url ?? '').replace(/\/$/, '')
  const brokers = values.brokers?.split(',').filter(Boolean) ?? []
  return {
    where,
    api: adminApi(where, { clientId, secret }),
    expected: { portalUrl: values.portal ?? portal, brokers },
  }
}

async function running(data: string | undefined): Promise<Checked | undefined> {
  const folder = folderOf(data ?? '.peercert/stack')
  const found = await findRunning(folder)
  const where = found?.issuers?.peers.replace(/\/realms\/peers$/, '')
  if (!where) return undefined
  const admin = JSON.parse(readFileSync(join(folder, 'keycloak/admin.json'), 'utf8')) as Admin
  const expected = { portalUrl: found?.portal ?? portal, brokers: ['google', 'microsoft'] }
  return { where, api: adminApi(where, admin), expected }
}

/** As imported: nothing configured but what every start must set. */
async function own(): Promise<Checked> {
  const dataDir = mkdtempSync(join(tmpdir(), 'peercert-realms-'))
  const secret = () => crypto.randomUUID()
  const say = (line: string) => console.error(line)
  await prepared(say)
  const began = performance.now()
  const server = await startKeycloak({
    dataDir,
    portal: { url: portal, secret: secret() },
    services: {},
    smtp: { host: '127.0.0.1', port: 2525 },
    say,
  })
  const seconds = ((performance.now() - began) / 1_000).toFixed(1)
  say(`Keycloak was ready after ${seconds} s${memoryOf(server.processes[0]?.pid ?? 0)}`)
  return {
    where: `${server.url} (started for this)`,
    api: server.admin,
    expected: { portalUrl: portal, brokers: [] },
    async close() {
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Where the kernel says it. */
function memoryOf(pid: number): string {
  const file = `/proc/${pid}/status`
  const kib = existsSync(file) && /VmRSS:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1]
  return kib ? ` and holds ${Math.round(Number(kib) / 1_024)} MiB` : ''
}

process.exitCode = await main().catch((error: Error) => {
  console.error(error.message)
  return 1
})
