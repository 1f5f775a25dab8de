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

/** The client side of Google and Microsoft, over HTTP like any other client. */
export function openOutsideDoor(url: string, secret: string, journal: Journal): OutsideDoor {
  const departures = new Map<string, Departure>()
  const endpoint = ({ provider, realm }: Pick<Departure, 'provider' | 'realm'>) =>
    `${url}/realms/${realm}/broker/${provider}/endpoint`

  async function redeem(departure: Departure, code: string): Promise<Proven> {
    const { provider, nonce, verifier } = departure
    const issuer = `${url}/${provider}`
    const answer = await fetch(`${issuer}/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${brokerClient}:${secret}`).toString('base64')}`,
      },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: endpoint(departure),
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

  return {
    begin(provider, uid, realm, language: Language) {
      const state = random()
      const departure = { provider, uid, realm, nonce: random(), verifier: random() + random() }
      departures.set(state, departure)
      if (departures.size > 2_000) departures.delete(departures.keys().next().value ?? '')
      const query = new URLSearchParams({
        client_id: brokerClient,
        response_type: 'code',
        scope: 'openid profile email',
        redirect_uri: endpoint(departure),
        state,
        nonce: departure.nonce,
        code_challenge: createHash('sha256').update(departure.verifier).digest('base64url'),
        code_challenge_method: 'S256',
        ui_locales: language,
      })
      return `${url}/${provider}/auth?${query}`
    },
    async finish(provider, { code, state }) {
      const departure = departures.get(state ?? '')
      if (!departure || departure.provider !== provider) return null
      departures.delete(state ?? '')
      const { uid, realm } = departure
      if (!code) return { uid, realm, proven: null }
      try {
        return { uid, realm, proven: await redeem(departure, code) }
      } catch (error) {
        journal.write('outside-failed', { provider, error: String(error) })
        return { uid, realm, proven: null }
      }
    },
  }
}
