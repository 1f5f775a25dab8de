/**
 * The handle outside the product: program time, demo people, sanctions. The same as the supervisor of `npm run stack`
 * serves, for a system whose processes somebody else keeps.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { startControl } from '@peercert/local/control'
import { DataFolder } from '@peercert/local/data-folder'
import { seedDemo } from '@peercert/local/demo'
import { people } from '@peercert/local/people'
import { ProgramTime } from '@peercert/local/program-time'
import { type Ready, readyLine } from '@peercert/local/ready'
import { Tokens } from '@peercert/local/tokens'
import { urlsOf } from '@peercert/stack/addresses'
import { answers } from '@peercert/stack/child'
import { DatabasePools } from '@peercert/stack/database-pools'
import { FleetClock } from '@peercert/stack/fleet-clock'
import { adminApi } from '@peercert/stack/keycloak/admin'
import { applySettings } from '@peercert/stack/keycloak/realm-settings'
import { keycloakSignIn, realmSettingsOf } from '@peercert/stack/keycloak-accounts'
import { serviceNames } from '@peercert/stack/services'
import { adminOf, databaseUrls } from '../compose/secrets.ts'

const say = (line: string) => console.log(line)
const folder = await DataFolder.take(process.env.PEERCERT_DATA ?? '/data', false)
const urls = urlsOf(folder.memory.ports)
const at = (name: string) => urls[name] ?? ''

const said: { ready?: Ready } = {}
const control = await startControl(Number(new URL(at('control')).port), folder.nonce, (app) => {
  app.get('/ready', (_request, reply) =>
    said.ready
      ? reply.send(said.ready)
      : reply.code(503).send({ title: 'PeerCert is still starting' }),
  )
})
folder.announce({ control: control.url })

const admin = adminApi(at('sign-in'), adminOf(folder))
const issuers = { peers: `${at('sign-in')}/realms/peers`, staff: `${at('sign-in')}/realms/staff` }
const settings = realmSettingsOf({ folder, urls })
const signIn = keycloakSignIn({ issuers, admin, settings }, folder)
const pools = new DatabasePools(databaseUrls(folder, urls), urls)
const clock = new FleetClock(folder.memory.clockOffsetMs, folder.secret('clock'))
const kept = { state: 'up' as const }
const settling = serviceNames.map((name) => clock.join({ name, url: at(name), kept }))
const time = new ProgramTime(clock, settling, (offset) => folder.rememberOffset(offset), 100)

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void end())

serve(false)
await everybodyReady()
if (!folder.memory.seeded) await seed()
said.ready = serve(true)
folder.announce({ control: control.url, ...said.ready })
say('PeerCert is ready')

function serve(seeded: boolean): Ready {
  const line = readyLine(urls, control.url, seeded)
  const withSecrets = line.people.map((person) => {
    const oneTimeSecret = signIn.oneTimeSecretOf?.(person)
    return { ...person, ...(oneTimeSecret && { oneTimeSecret }) }
  })
  const tokensOf = (email: string) => signIn.tokensOf(email).catch(() => undefined)
  control.serve({ time, people: withSecrets, services: pools.services, tokensOf })
  return { ...line, people: withSecrets }
}

async function everybodyReady(): Promise<void> {
  const waiting = new Set(serviceNames.map((name) => `${at(name)}/readyz`))
  waiting.add(`${issuers.peers}/.well-known/openid-configuration`)
  waiting.add(`${at('outside-sign-ins')}/orders`)
  while (waiting.size > 0) {
    for (const url of waiting) if (await answers(url)) waiting.delete(url)
    await delay(200)
  }
}

async function seed(): Promise<void> {
  await applySettings(admin, settings)
  await signIn.seed(people)
  const secretOf = (client: string) => folder.secret(`client.${client}`)
  const tokens = new Tokens({ tokensOf: (email) => signIn.tokensOf(email), secretOf }, urls)
  const card = { url: at('card'), secretKey: `sk_test_${folder.secret('card')}` }
  await seedDemo({ urls, tokens, card, time, report: say })
  folder.seeded()
}

async function end(): Promise<void> {
  await control.close()
  await pools.close()
  folder.release()
  process.exit(0)
}
