import { createServer, type RequestListener } from 'node:http'
import { join } from 'node:path'
import { openJournal } from './journal.ts'
import { openOrders } from './orders.ts'
import { openRecords } from './records.ts'
import { buildHouse, buildOutsides, openStores } from './sign-in/building.ts'
import { handle, type Front } from './sign-in/front.ts'
import type { House } from './sign-in/house.ts'
import { issueToken, issueTokens, type IssuedTokens } from './sign-in/issue-token.ts'
import { addLogOut } from './sign-in/log-out.ts'
import {
  helpOf,
  linksOf,
  realms,
  type Person,
  type Realm,
  type SignInOptions,
} from './sign-in/options.ts'
import type { OutsideClient } from './sign-in/outside-provider.ts'
import { addOutsidePages } from './sign-in/outside-pages.ts'
import { addPages } from './sign-in/routes.ts'
import { accept, type AddressOrder } from './sign-in/sign-in-orders.ts'
import { showFailed } from './sign-in/visit.ts'
import { addDesk, addressOf, buildWeb, closeWeb, Refused } from './web.ts'

export type {
  Help,
  Language,
  Links,
  Person,
  PortalClient,
  Realm,
  ServiceClient,
  SignInOptions,
} from './sign-in/options.ts'

export interface SignInSimulator {
  url: string
  issuers: Record<Realm, string>
  /** An access token of a person, without a browser. */
  issueToken(who: { email: string; realm?: Realm }): Promise<string>
  /** With the ID token that goes with it. */
  issueTokens(who: { email: string; realm?: Realm }): Promise<IssuedTokens>
  /** More people; those whose subject or address is known already are left as they are. */
  seed(people: readonly Person[]): Promise<void>
  order(order: Record<string, unknown>): Promise<object>
  close(): Promise<void>
}

function findAccount(house: House, { email, realm }: { email: string; realm?: Realm }) {
  for (const name of realm ? [realm] : realms) {
    const account = house.accounts.findByEmail(name, email)
    if (account) return account
  }
  throw new Error(`nobody has the address ${email}`)
}

/** Hands each request on; before the address is known, and the house is built, there is nobody in. */
function serve(pages: () => RequestListener, box: { front?: Front }): RequestListener {
  return (req, res) => {
    const { front } = box
    if (!front) return void res.writeHead(503, { 'retry-after': '1' }).end()
    handle(front, req, res, pages()).catch((error: unknown) => {
      front.journal.write('failure', { path: req.url, error: String(error) })
      if (!res.headersSent) res.writeHead(500)
      res.end()
    })
  }
}

function buildPages(options: SignInOptions, box: { front?: Front }, front: () => Front) {
  let pages: RequestListener = () => {}
  const app = buildWeb((handler) => {
    pages = handler as RequestListener
    return createServer(serve(() => pages, box))
  })
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500
    if (error instanceof Refused || status < 500)
      return reply.code(status).send({ error: error.message })
    front().journal.write('failure', { path: request.url, error: String(error.stack ?? error) })
    return showFailed(front().house, request, reply)
  })
  addPages(app, () => front().house)
  addLogOut(app, () => front().house)
  addOutsidePages(app, () => front().outside, { links: linksOf(options), help: helpOf(options) })
  return app
}

export async function startSignIn(
  options: SignInOptions & { outsideClients?: readonly OutsideClient[] },
): Promise<SignInSimulator> {
  const host = options.host ?? '127.0.0.1'
  const { folder } = options
  const stores = openStores(folder)
  const journal = openJournal(folder ? join(folder, 'sign-in-journal.jsonl') : null)
  const orders = openOrders(openRecords<AddressOrder>(null))
  const box: { front?: Front } = {}
  const front = () => {
    if (!box.front) throw new Error('the sign-in is still starting')
    return box.front
  }
  const app = buildPages(options, box, front)
  addDesk(app, { journal, orders, accept: (body) => accept(front().house, orders, body) })
  await app.listen({ port: options.port ?? 0, host })
  const url = addressOf(app.server, host)
  const ground = { options, stores, journal, url }
  const house = await buildHouse(ground)
  const outside = await buildOutsides(ground, house.accounts, options.outsideClients ?? [])
  box.front = { house, outside, orders, journal }
  return {
    url,
    issuers: { peers: `${url}/realms/peers`, staff: `${url}/realms/staff` },
    issueToken: async (who) => issueToken(house, findAccount(house, who)),
    issueTokens: async (who) => issueTokens(house, findAccount(house, who)),
    seed: (people) => house.accounts.seed(people),
    order: (body) => accept(house, orders, body),
    async close() {
      await closeWeb(app)
      stores.close()
    },
  }
}
