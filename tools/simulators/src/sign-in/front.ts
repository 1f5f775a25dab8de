import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Journal } from '../journal.ts'
import type { OrderBook } from '../orders.ts'
import type { House } from './house.ts'
import type { Provider, Realm } from './options.ts'
import type { OutsideHouse } from './outside-provider.ts'
import type { AddressOrder } from './sign-in-orders.ts'

const ofRealm =
  /^\/realms\/(peers|staff)(\/protocol\/openid-connect\/(auth|token|certs|revoke|logout|userinfo)(?:\/[\w-]+)?|\/\.well-known\/openid-configuration)$/
const ofOutside =
  /^\/(google|microsoft)(\/(auth|token|certs|userinfo)(?:\/[\w-]+)?|\/\.well-known\/openid-configuration)$/
/** These two are answered by pages and routes of our own. */
const ours = new Set(['logout', 'userinfo'])

interface Address {
  name: string
  realm: Realm | undefined
  /** The library's part of the path, and the one whose it is. */
  prefix: string
  library: { callback(): RequestListener } | null
}

function addressOf(
  path: string,
  house: House,
  outside: Record<Provider, OutsideHouse>,
): Address | null {
  const inRealm = ofRealm.exec(path)
  if (inRealm) {
    const realm = inRealm[1] as Realm
    const name = inRealm[3] ?? 'discovery'
    const library = ours.has(name) ? null : house.realms[realm].library
    return { name, realm, prefix: `/realms/${realm}`, library }
  }
  const at = ofOutside.exec(path)
  if (!at) return null
  const provider = at[1] as Provider
  const name = `${provider}/${at[3] ?? 'discovery'}`
  return { name, realm: undefined, prefix: `/${provider}`, library: outside[provider].library }
}

/** An order for this address, carried out; true when there is nothing more to do. */
async function carryOut(order: AddressOrder | undefined, res: ServerResponse): Promise<boolean> {
  switch (order?.do) {
    case 'fail':
      res.writeHead(503, { 'content-type': 'text/plain' }).end('out of order')
      return true
    case 'page':
      res
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<!doctype html><title>Maintenance</title><p>We will be back soon.')
      return true
    case 'hang':
      return true
    case 'delay':
      await new Promise((resolve) => setTimeout(resolve, order.ms ?? 1_000))
      return false
    default:
      return false
  }
}

export interface Front {
  house: House
  outside: Record<Provider, OutsideHouse>
  orders: OrderBook<AddressOrder>
  journal: Journal
}

/** Protocol addresses go to the library, everything else to our own pages. */
export async function handle(
  front: Front,
  req: IncomingMessage,
  res: ServerResponse,
  pages: RequestListener,
): Promise<void> {
  const path = (req.url ?? '/').split('?')[0] ?? '/'
  const address = addressOf(path, front.house, front.outside)
  if (!address) return void pages(req, res)
  const order = front.orders.take(
    (o) => o.at === address.name && (!o.realm || o.realm === address.realm),
  )
  if (order) front.journal.write('ordered', { at: address.name, do: order.do })
  if (await carryOut(order, res)) return
  if (!address.library) return void pages(req, res)
  // The library is mounted below its realm: it wants the rest of the path, and the whole one aside.
  Object.assign(req, { originalUrl: req.url })
  req.url = (req.url ?? '/').slice(address.prefix.length) || '/'
  void address.library.callback()(req, res)
}
