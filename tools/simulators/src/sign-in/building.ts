import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Provider as Library } from './library.ts'
import type { Journal } from '../journal.ts'
import { openRecords, type Records } from '../records.ts'
import { openAccounts, type Account, type Accounts } from './accounts.ts'
import { openActionLinks, type ActionLink } from './action-links.ts'
import { openAttempts } from './attempts.ts'
import type { House, RealmHouse } from './house.ts'
import { openKeys, type StoredKey } from './keys.ts'
import { layout, newReference, say, wordsOf, type Frame } from './layout.ts'
import {
  linksOf,
  helpOf,
  providers,
  realms,
  type PortalClient,
  type Provider,
  type Realm,
  type SignInOptions,
} from './options.ts'
import { brokerClient, openOutsideDoor } from './outside-door.ts'
import { buildOutside, type OutsideClient, type OutsideHouse } from './outside-provider.ts'
import { notePage } from './pages.ts'
import { buildProvider, type RealmParts } from './realm.ts'
import { Shelves } from './shelves.ts'

export interface Stores {
  accounts: Records<Account>
  links: Records<ActionLink>
  keys: Records<StoredKey>
  secrets: Records<string>
  shelves: Record<Realm, Shelves>
  close(): void
}

export function openStores(folder: string | undefined): Stores {
  const file = (name: string) => (folder ? join(folder, `sign-in-${name}.jsonl`) : null)
  const accounts = openRecords<Account>(file('accounts'))
  const links = openRecords<ActionLink>(file('links'))
  const keys = openRecords<StoredKey>(file('keys'))
  const secrets = openRecords<string>(file('secrets'))
  const shelves = {
    peers: new Shelves(file('peers-sessions')),
    staff: new Shelves(file('staff-sessions')),
  }
  return {
    accounts,
    links,
    keys,
    secrets,
    shelves,
    close() {
      for (const store of [accounts, links, keys, secrets, shelves.peers, shelves.staff])
        store.close()
    },
  }
}

/** The same on every start, where there is a folder: cookies and sessions stay good. */
function secretOf(stores: Stores, name: string): string {
  const kept = stores.secrets.get(name) ?? randomBytes(32).toString('base64url')
  stores.secrets.set(name, kept)
  return kept
}

function portalOf({ portal }: SignInOptions): Required<PortalClient> {
  const url = portal.url.replace(/\/$/, '')
  return {
    id: 'portal',
    redirectUris: [`${url}/auth/callback`],
    postLogoutRedirectUris: [`${url}/`],
    backchannelLogoutUri: `${url}/auth/back-channel-log-out`,
    ...portal,
    url,
  }
}

/** A page of our own where the library would show one of its own: a log-in that cannot go on. */
function errorPage(frame: Frame, journal: Journal): RealmParts['renderError'] {
  return (ctx, out) => {
    const header = ctx.request.headers['accept-language'] ?? ''
    const wanted = ctx.oidc.params?.ui_locales ?? header
    const language = wanted.toLowerCase().startsWith('es') ? 'es' : 'en'
    const w = wordsOf(language)
    const reference = newReference()
    journal.write('protocol-error', { ...out, reference })
    const gone = out.error !== 'server_error'
    const title = gone ? w.page_over_title : w.failed_title
    const start = { href: `${frame.links.logIn}?language=${language}`, text: w.start_again }
    const body = notePage(
      title,
      gone ? w.page_over_text : say(language, 'failed_text', { reference }),
      start,
    )
    ctx.type = 'html'
    ctx.body = layout({ language, title, body, reference, here: '/' }, frame)
  }
}

interface Ground {
  options: SignInOptions
  stores: Stores
  journal: Journal
  url: string
}

async function openRealm(
  ground: Ground,
  name: Realm,
  accounts: Accounts,
  frame: Frame,
): Promise<RealmHouse> {
  const { options, stores, journal, url } = ground
  const portal = portalOf(options)
  const keys = await openKeys(stores.keys, name)
  const parts: RealmParts = {
    name,
    issuer: `${url}/realms/${name}`,
    keys,
    shelves: stores.shelves[name],
    accounts,
    portal,
    services: options.services ?? [],
    audience: options.audience[name],
    cookieKey: secretOf(stores, `cookies-${name}`),
    renderError: errorPage(frame, journal),
  }
  const listen = (library: Library) =>
    library.on('server_error', (_ctx: unknown, error: Error) =>
      journal.write('failure', { realm: name, error: String(error.stack ?? error) }),
    )
  const realm: RealmHouse = {
    name,
    parts,
    sessions: { name, signer: parts, shelves: parts.shelves, journal, portal },
    library: listen(buildProvider(parts)),
    rebuild() {
      realm.library = listen(buildProvider(parts))
    },
  }
  return realm
}

export async function buildHouse(ground: Ground): Promise<House> {
  const { options, stores, journal, url } = ground
  const now = options.now ?? Date.now
  const frame = { links: linksOf(options), help: helpOf(options) }
  const accounts = openAccounts(stores.accounts)
  await accounts.seed(options.people ?? [])
  const [peers, staff] = await Promise.all(
    realms.map((name) => openRealm(ground, name, accounts, frame)),
  )
  if (!peers || !staff) throw new Error('a realm is missing')
  return {
    url,
    options,
    portal: portalOf(options),
    frame,
    accounts,
    actionLinks: openActionLinks(stores.links, now),
    attempts: openAttempts(now),
    journal,
    realms: { peers, staff },
    extras: new Map(),
    outside: openOutsideDoor({ url, secret: secretOf(stores, 'broker') }, journal),
    now,
  }
}

/** Google and Microsoft, standing behind both buttons. */
export async function buildOutsides(
  { url, stores }: Ground,
  accounts: Accounts,
  more: readonly OutsideClient[],
): Promise<Record<Provider, OutsideHouse>> {
  const build = async (name: Provider) => {
    const broker: OutsideClient = {
      id: brokerClient,
      secret: secretOf(stores, 'broker'),
      redirectUris: realms.map((realm) => `${url}/realms/${realm}/broker/${name}/endpoint`),
    }
    return buildOutside({
      name,
      url,
      keys: await openKeys(stores.keys, name),
      clients: [broker, ...more],
      cookieKey: secretOf(stores, `cookies-${name}`),
      people: () =>
        accounts
          .all()
          .filter((account) => account.linked[name] && !account.disabled)
          .map(({ email, firstName, lastName }) => ({ email, firstName, lastName })),
    })
  }
  const [google, microsoft] = await Promise.all(providers.map(build))
  if (!google || !microsoft) throw new Error('a provider is missing')
  return { google, microsoft }
}
