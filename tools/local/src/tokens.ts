import { serviceFetch, serviceTokens } from '@peercert/chassis/tokens'
import type { SignInSimulator } from '@peercert/simulators/sign-in'
import type { DataFolder } from './data-folder.ts'
import type { Urls } from './environment.ts'
import { people, type Person } from './people.ts'

/** Tokens of demo people and of services, without a browser. */
export class Tokens {
  readonly #signIn: SignInSimulator
  readonly #folder: DataFolder
  readonly #urls: Urls

  constructor(signIn: SignInSimulator, folder: DataFolder, urls: Urls) {
    this.#signIn = signIn
    this.#folder = folder
    this.#urls = urls
  }

  serviceFetch(clientId: string): typeof fetch {
    return serviceFetch(this.#serviceTokens(clientId), { timeoutMs: 60_000 })
  }

  personFetch({ email }: Person): typeof fetch {
    return serviceFetch(() => this.#signIn.issueToken({ email }), { timeoutMs: 60_000 })
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
    return this.#signIn.issueToken({ email: person.email })
  }

  async #present({ email, name }: Person, path: string): Promise<void> {
    const { accessToken, idToken } = await this.#signIn.issueTokens({ email })
    const answer = await fetch(`${this.#urls.identity}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ idToken }),
    })
    if (!answer.ok) throw new Error(`${name} could not sign in: ${await answer.text()}`)
  }

  #serviceTokens(clientId: string) {
    return serviceTokens({
      issuer: `${this.#urls['sign-in']}/realms/peers`,
      clientId,
      secret: this.#folder.secret(`client.${clientId}`),
    })
  }
}
