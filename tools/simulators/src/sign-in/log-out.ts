import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { compactVerify, createLocalJWKSet, jwtVerify, type JWTPayload } from 'jose'
import { html } from '../markup.ts'
import type { House, RealmHouse } from './house.ts'
import { wordsOf } from './layout.ts'
import type { Realm } from './options.ts'
import { notePage } from './pages.ts'
import { heading, primary } from './pieces.ts'
import { endSession } from './sessions.ts'
import { profileClaims } from './tokens.ts'
import { languageOf, readBody, sendText } from './visit.ts'

type Call = FastifyRequest<{
  Params: { realm: Realm }
  Querystring: Record<string, string | undefined>
}>

const publicKeys = ({ parts }: RealmHouse) =>
  createLocalJWKSet({
    keys: parts.keys.all().map(({ kid = '', kty = 'RSA', n = '', e = '' }) => ({ kid, kty, n, e })),
  })

/** An old ID token still says whose session is to end. */
async function readHint(
  realm: RealmHouse,
  hint: string,
  clientId: string,
): Promise<JWTPayload | null> {
  try {
    const { payload } = await compactVerify(hint, publicKeys(realm))
    const claims = JSON.parse(Buffer.from(payload).toString()) as JWTPayload
    const good = claims.iss === realm.parts.issuer && claims.aud === clientId && claims.typ === 'ID'
    return good ? claims : null
  } catch {
    return null
  }
}

function sessionOfCookie(realm: RealmHouse, call: FastifyRequest): string | undefined {
  const name = `sign-in-${realm.name}=`
  const pair = (call.headers.cookie ?? '').split('; ').find((cookie) => cookie.startsWith(name))
  return pair?.slice(name.length)
}

function sessionOfSid(realm: RealmHouse, sid: unknown): string | undefined {
  return realm.parts.shelves
    .sessions()
    .find(({ content }) => Object.values(content.authorizations ?? {}).some((a) => a.sid === sid))
    ?.id
}

const forget = (realm: Realm) =>
  ['', '.sig'].map(
    (end) => `sign-in-${realm}${end}=; Path=/realms/${realm}; Max-Age=0; HttpOnly; SameSite=Lax`,
  )

function leave(
  house: House,
  call: Call,
  reply: FastifyReply,
  query: Record<string, string | undefined>,
) {
  const target = query.post_logout_redirect_uri
  void reply.header('set-cookie', forget(call.params.realm)).header('cache-control', 'no-store')
  if (target && house.portal.postLogoutRedirectUris.includes(target)) {
    const url = new URL(target)
    if (query.state) url.searchParams.set('state', query.state)
    return reply.redirect(url.href, 303)
  }
  const language = languageOf(call, undefined, query)
  const w = wordsOf(language)
  const link = { href: `${house.frame.links.logIn}?language=${language}`, text: w.log_in }
  const body = notePage(w.logged_out_title, w.shared_computer, link)
  return sendText(house, reply, { language, title: w.logged_out_title, body, here: call.url })
}

/** Nobody said whose session: the person is asked, so that a link of a stranger logs nobody out. */
function ask(house: House, call: Call, reply: FastifyReply) {
  const language = languageOf(call, undefined, call.query)
  const w = wordsOf(language)
  const body = html`${heading(w.log_out_title)}
    <form method="post" action="${call.url}">
      <input type="hidden" name="confirm" value="1" />${primary(w.log_out_button)}
    </form>`
  return sendText(house, reply, { language, title: w.log_out_title, body, here: call.url })
}

const isOwn = ({ headers: { origin, host } }: FastifyRequest) =>
  origin === undefined || origin === `http://${host}`

async function logOut(house: House, call: Call, reply: FastifyReply): Promise<FastifyReply> {
  const realm = house.realms[call.params.realm]
  const body = call.method === 'POST' ? readBody(call) : {}
  const query = { ...call.query, ...body }
  const claims = await readHint(realm, query.id_token_hint ?? '', house.portal.id)
  if (claims) {
    const id = sessionOfSid(realm, claims.sid)
    if (id) await endSession(realm.sessions, id)
    house.journal.write('signed-out', { realm: realm.name, subject: claims.sub })
    return leave(house, call, reply, query)
  }
  if (body.confirm !== '1' || !isOwn(call)) return ask(house, call, reply)
  const id = sessionOfCookie(realm, call)
  if (id) await endSession(realm.sessions, id)
  return leave(house, call, reply, { ...query, post_logout_redirect_uri: undefined })
}

async function userInfo(house: House, call: Call, reply: FastifyReply): Promise<FastifyReply> {
  const realm = house.realms[call.params.realm]
  const token = /^Bearer (.+)$/i.exec(call.headers.authorization ?? '')?.[1] ?? ''
  const refuse = () =>
    reply
      .code(401)
      .header('www-authenticate', 'Bearer error="invalid_token"')
      .send({ error: 'invalid_token' })
  try {
    const { payload } = await jwtVerify(token, publicKeys(realm), { issuer: realm.parts.issuer })
    const account = house.accounts.find(realm.name, payload.sub ?? '')
    if (payload.typ !== 'Bearer' || !account || account.disabled) return refuse()
    return reply.send({ sub: account.subject, ...profileClaims(account) })
  } catch {
    return refuse()
  }
}

export function addLogOut(app: FastifyInstance, house: () => House): void {
  const base = '/realms/:realm/protocol/openid-connect'
  for (const method of ['GET', 'POST'] as const) {
    app.route({
      method,
      url: `${base}/logout`,
      handler: (call, reply) => logOut(house(), call as Call, reply),
    })
    app.route({
      method,
      url: `${base}/userinfo`,
      handler: (call, reply) => userInfo(house(), call as Call, reply),
    })
  }
}
