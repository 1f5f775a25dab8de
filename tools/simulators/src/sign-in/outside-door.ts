import { createHash, randomBytes } from 'node:crypto'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import type { Journal } from '../journal.ts'
import type { OutsideDoor, Proven } from './house.ts'
import type { Language, Provider, Realm } from './options.ts'

export const brokerClient = 'sign-in'

interface Departure {
  provider: Provider
  uid: string
  realm: Realm
  nonce: string
  verifier: string
}

const random = () => randomBytes(24).toString('base64url')
/** A provider that keeps silent longer than this did not finish. */
const patience = 5_000

interface Side {
  url: string
  secret: string
}

const endpoint = ({ url }: Side, { provider, realm }: Pick<Departure, 'provider' | 'realm'>) =>
  `${url}/realms/${realm}/broker/${provider}/endpoint`

/** The code for an ID token, and the ID token for who it is about. */
async function redeem(side: Side, departure: Departure, code: string): Promise<Proven> {
  const { provider, nonce, verifier } = departure
  const issuer = `${side.url}/${provider}`
  const credentials = Buffer.from(`${brokerClient}:${side.secret}`).toString('base64')
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: endpoint(side, departure),
      code_verifier: verifier,
    }),
    signal: AbortSignal.timeout(patience),
  })
  const { id_token } = (await answer.json()) as { id_token?: string }
  const keys = createRemoteJWKSet(new URL(`${issuer}/certs`), { timeoutDuration: patience })
  const { payload } = await jwtVerify(id_token ?? '', keys, { issuer, audience: brokerClient })
  if (payload.nonce !== nonce || !payload.sub || payload.email_verified !== true)
    throw new Error('not what was asked for')
  const text = (name: string) => (typeof payload[name] === 'string' ? payload[name] : '')
  return {
    provider,
    subject: payload.sub,
    email: text('email'),
    firstName: text('given_name') || text('name'),
    lastName: text('family_name'),
  }
}

function questionOf(side: Side, departure: Departure, state: string, language: Language) {
  return new URLSearchParams({
    client_id: brokerClient,
    response_type: 'code',
    scope: 'openid profile email',
    redirect_uri: endpoint(side, departure),
    state,
    nonce: departure.nonce,
    code_challenge: createHash('sha256').update(departure.verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ui_locales: language,
  })
}

/** The client side of Google and Microsoft, over HTTP like any other client. */
export function openOutsideDoor(side: Side, journal: Journal): OutsideDoor {
  const departures = new Map<string, Departure>()
  return {
    begin(provider, uid, realm, language) {
      const state = random()
      const departure = { provider, uid, realm, nonce: random(), verifier: random() + random() }
      departures.set(state, departure)
      if (departures.size > 2_000) departures.delete(departures.keys().next().value ?? '')
      return `${side.url}/${provider}/auth?${questionOf(side, departure, state, language)}`
    },
    async finish(provider, { code, state }) {
      const departure = departures.get(state ?? '')
      if (!departure || departure.provider !== provider) return null
      departures.delete(state ?? '')
      const { uid, realm } = departure
      if (!code) return { uid, realm, proven: null }
      try {
        return { uid, realm, proven: await redeem(side, departure, code) }
      } catch (error) {
        journal.write('outside-failed', { provider, error: String(error) })
        return { uid, realm, proven: null }
      }
    },
  }
}
