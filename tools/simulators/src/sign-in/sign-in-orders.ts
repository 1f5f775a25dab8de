import type { Order, OrderBook } from '../orders.ts'
import { readMs, readTimes, Refused } from '../web.ts'
import type { House, RealmHouse } from './house.ts'
import type { Account } from './accounts.ts'
import { realms, type Realm } from './options.ts'
import { endSessionsOf } from './sessions.ts'
import { issueTokens } from './issue-token.ts'

/** What an address of the protocol does instead of its work. */
export interface AddressOrder extends Order {
  do: 'fail' | 'hang' | 'page' | 'delay'
  /** `certs`, `token`, `auth`, `logout`, `userinfo`, or `google/token` and the like. */
  at: string
  realm?: Realm
  ms?: number
}

const addresses = new Set(
  'certs token auth logout userinfo discovery google/token google/certs google/auth microsoft/token microsoft/certs microsoft/auth'.split(
    ' ',
  ),
)
const acts = new Set(['fail', 'hang', 'page', 'delay'])

function realmIn(body: Record<string, unknown>): Realm | undefined {
  if (body.realm === undefined) return undefined
  const realm = realms.find((name) => name === body.realm)
  if (!realm) throw new Refused("realm is 'peers' or 'staff'")
  return realm
}

function accountIn(house: House, body: Record<string, unknown>): Account {
  const wanted = realmIn(body)
  for (const realm of wanted ? [wanted] : realms) {
    const account =
      typeof body.email === 'string'
        ? house.accounts.findByEmail(realm, body.email)
        : house.accounts.find(realm, String(body.subject))
    if (account) return account
  }
  throw new Refused('nobody has this email or subject', 404)
}

async function rotate(realm: RealmHouse, drop: boolean): Promise<object> {
  const kid = await realm.parts.keys.rotate(drop)
  realm.rebuild()
  return { realm: realm.name, kid }
}

async function changeAccount(house: House, body: Record<string, unknown>): Promise<object> {
  const account = accountIn(house, body)
  const { sessions } = house.realms[account.realm]
  const named = { realm: account.realm, subject: account.subject }
  if (body.do === 'enable') {
    house.accounts.save({ ...account, disabled: false })
    return named
  }
  if (body.do === 'disable') house.accounts.save({ ...account, disabled: true })
  return { ...named, ended: await endSessionsOf(sessions, account.subject) }
}

export async function accept(
  house: House,
  orders: OrderBook<AddressOrder>,
  body: Record<string, unknown>,
): Promise<object> {
  switch (body.do) {
    case 'rotate-keys':
      return Promise.all(
        (realmIn(body)
          ? [house.realms[realmIn(body) ?? 'peers']]
          : Object.values(house.realms)
        ).map((realm) => rotate(realm, body.drop === true)),
      )
    case 'disable':
    case 'enable':
    case 'end-sessions':
      return changeAccount(house, body)
    case 'token': {
      const { accessToken, idToken } = await issueTokens(house, accountIn(house, body))
      return { token: accessToken, idToken }
    }
    default:
      return orders.add(readAddressOrder(body))
  }
}

export function readAddressOrder(body: Record<string, unknown>): Omit<AddressOrder, 'id'> {
  if (!acts.has(String(body.do)))
    throw new Refused(
      `do is one of rotate-keys, disable, enable, end-sessions, token, ${[...acts].join(', ')}`,
    )
  if (!addresses.has(String(body.at)))
    throw new Refused(`at is one of ${[...addresses].join(', ')}`)
  const realm = realmIn(body)
  return {
    do: body.do as AddressOrder['do'],
    at: String(body.at),
    times: readTimes(body.times),
    ...(realm && { realm }),
    ...(body.ms !== undefined && { ms: readMs(body.ms, 0) }),
  }
}
