import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DataFolder } from '@peercert/local/data-folder'
import { startParts, type Parts } from '@peercert/local/parts'
import { choosePorts } from '@peercert/local/ports'
import { cardOptions, mailOptions, signInOptions } from '@peercert/local/simulators'
import type { Urls } from '@peercert/local/environment'
import { startCard } from '@peercert/simulators/card'
import { startMail, type MailSimulator } from '@peercert/simulators/mail'
import { startSignIn, type SignInSimulator } from '@peercert/simulators/sign-in'
import { addPerson, type NewPerson } from '../../src/keycloak/people.ts'
import { type KeycloakServer, startKeycloak } from '../../src/keycloak/server.ts'

export type Provider = 'keycloak' | 'embedded'

/** Portal and services on one of the two sign-ins, with mail and the simulated Google and Microsoft. */
export interface House {
  readonly provider: Provider
  readonly urls: Urls
  readonly portal: string
  readonly issuers: { readonly peers: string; readonly staff: string }
  readonly folder: DataFolder
  readonly mail: MailSimulator
  readonly parts: Parts
  /** Only where the sign-in is the real one. */
  readonly keycloak?: KeycloakServer
  readonly embedded?: SignInSimulator
  add(person: NewPerson): Promise<string>
  /** The sign-in itself ends all that this person has open. */
  endSessions(who: { email: string; realm: 'peers' | 'staff' }): Promise<void>
  close(): Promise<void>
}

const names = ['portal', 'identity', 'applications', 'payments', 'notifications'] as const
const others = ['control', 'ce-audit', 'sign-in', 'outside', 'card', 'mail', 'smtp'] as const

export async function openHouse(provider: Provider): Promise<House> {
  const path = mkdtempSync(join(tmpdir(), 'peercert-sign-in-'))
  const folder = await DataFolder.take(path, true)
  const closers: (() => unknown)[] = [
    () => rmSync(path, { recursive: true, force: true }),
    () => folder.release(),
  ]
  const close = async () => {
    for (const step of closers.splice(0).reverse()) await step()
  }
  try {
    const urls = await addresses()
    const mail = await startMail(mailOptions(folder, urls))
    closers.push(() => mail.close())
    const card = await startCard(cardOptions(folder, urls))
    closers.push(() => card.close())
    const door = await startDoor(provider, folder, urls)
    closers.push(() => door.close())
    const parts = await startParts(folder, urls, names)
    closers.push(() => parts.close())
    parts.broker.begin()
    return { provider, urls, portal: String(urls.portal), folder, mail, parts, ...door, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function addresses(): Promise<Urls> {
  const ports = await choosePorts([...names, ...others], {})
  return Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [
      name,
      `${name === 'smtp' ? 'smtp' : 'http'}://127.0.0.1:${port}`,
    ]),
  )
}

type Door = Pick<House, 'issuers' | 'keycloak' | 'embedded' | 'add' | 'endSessions' | 'close'>

function startDoor(provider: Provider, folder: DataFolder, urls: Urls): Promise<Door> {
  return provider === 'keycloak' ? startReal(folder, urls) : startEmbedded(folder, urls)
}

const portOf = (url: string | undefined) => Number(new URL(url ?? '').port)

async function startReal(folder: DataFolder, urls: Urls): Promise<Door> {
  const secret = folder.secret('broker')
  const brokers = ['google', 'microsoft'] as const
  // Nobody signs in there: it stands behind the brokers only.
  const outside = await startSignIn({
    ...signInOptions(folder, { ...urls, 'sign-in': urls.outside ?? '' }, false),
    outsideClients: [
      {
        id: 'keycloak',
        secret,
        redirectUris: brokers.map(
          (name) => `${urls['sign-in']}/realms/peers/broker/${name}/endpoint`,
        ),
      },
    ],
  })
  const services = ['identity', 'applications', 'payments', 'notifications', 'importer']
  const keycloak = await startKeycloak({
    dataDir: join(folder.path, 'keycloak'),
    port: portOf(urls['sign-in']),
    portal: { url: String(urls.portal), secret: folder.secret('client.portal') },
    services: Object.fromEntries(services.map((name) => [name, folder.secret(`client.${name}`)])),
    smtp: { host: '127.0.0.1', port: portOf(urls.smtp) },
    brokers: Object.fromEntries(
      brokers.map((name) => [
        name,
        { issuer: `${outside.url}/${name}`, clientId: 'keycloak', secret },
      ]),
    ),
  })
  return {
    issuers: keycloak.issuers,
    keycloak,
    add: (person) => addPerson(keycloak, person),
    async endSessions({ email, realm }) {
      const query = new URLSearchParams({ email, exact: 'true' })
      const [user] = await keycloak.admin.get<{ id: string }[]>(`/${realm}/users?${query}`)
      await keycloak.admin.send('POST', `/${realm}/users/${user?.id}/logout`, {})
    },
    async close() {
      await keycloak.stop()
      await outside.close()
    },
  }
}

async function startEmbedded(folder: DataFolder, urls: Urls): Promise<Door> {
  const embedded = await startSignIn(signInOptions(folder, urls, false))
  return {
    issuers: embedded.issuers,
    embedded,
    async add({ realm, email, name, language = 'en', ...person }) {
      const [firstName = '', ...rest] = name.split(' ')
      const subject = person.subject ?? crypto.randomUUID()
      const roles = realm === 'peers' ? ['peer', ...(person.roles ?? [])] : (person.roles ?? [])
      await embedded.seed([
        {
          realm,
          subject,
          email,
          firstName,
          lastName: rest.join(' '),
          locale: language,
          roles,
          emailVerified: person.emailVerified ?? true,
          ...(person.password && { password: person.password }),
          ...Object.fromEntries((person.linked ?? []).map((one) => [one, true])),
        },
      ])
      return subject
    },
    endSessions: async ({ email }) => void (await embedded.order({ do: 'end-sessions', email })),
    close: () => embedded.close(),
  }
}
