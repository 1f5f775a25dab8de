import { serviceFetch, serviceTokens } from '@peercert/chassis/tokens'
import type { Urls } from './environment.ts'
import { people, type Person } from './people.ts'

export interface PersonTokens {
  readonly accessToken: string
  readonly idToken: string
}

/** Who signs people in. */
export interface TokenSource {
  /** Throws when nobody has the address. */
  tokensOf(email: string): Promise<PersonTokens>
  /** Of a service that asks for tokens of its own. */
  secretOf(clientId: string): string
}

/** Tokens of demo people and of services, without a browser. */
export class Tokens {
  readonly #source: TokenSource
  readonly #urls: Urls

  constructor(source: TokenSource, urls: Urls) {
    this.#source = source
    this.#urls = urls
  }

  serviceFetch(clientId: string): typeof fetch {
    return serviceFetch(this.#serviceTokens(clientId), { timeoutMs: 60_000 })
  }

  personFetch({ email }: Person): typeof fetch {
    return serviceFetch(() => this.#accessToken(email), { timeoutMs: 60_000 })
  }

  /** What the portal does at a first sign-in: identity gets the ID token and finds the account. */
  async signIn(person: Person): Promise<void> {
    await this.#present(person, '/sign-ins')
  }

  async signInStaff(person: Person): Promise<void> {
    await this.#present(person, '/staff/sign-ins')
  }

  /** A token that one of these roles opens; undefined when anyone may come. */
  async forRoles(roles: readonly string[]): Promise<string | undefined> {
    if (roles.includes('anyone')) return undefined
    const service = roles.find((role) => role.startsWith('service:'))
    if (service) return this.#serviceTokens(service.slice('service:'.length))()
    const person = people.find(
      (one) => one.roles.some((role) => roles.includes(role)) && one.shows !== 'not-joined',
    )
    if (!person) throw new Error(`no demo person has one of ${roles.join(', ')}`)
    return this.#accessToken(person.email)
  }

  async #present({ email, name }: Person, path: string): Promise<void> {
    const { accessToken, idToken } = await this.#source.tokensOf(email)
    const answer = await fetch(`${this.#urls.identity}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ idToken }),
    })
    if (!answer.ok) throw new Error(`${name} could not sign in: ${await answer.text()}`)
  }

  async #accessToken(email: string): Promise<string> {
    return (await this.#source.tokensOf(email)).accessToken
  }

  #serviceTokens(clientId: string) {
    return serviceTokens({
      issuer: `${this.#urls['sign-in']}/realms/peers`,
      clientId,
      secret: this.#source.secretOf(clientId),
    })
  }
}
