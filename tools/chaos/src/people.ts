import { addDays, addYears, dateOf } from '@peercert/chassis/civil-date'
import { client } from '@peercert/chassis/client'
import { serviceFetch, serviceTokens } from '@peercert/chassis/tokens'
import type { paths as ApplicationsPaths } from '@peercert/contracts/applications'
import type { paths as IdentityPaths } from '@peercert/contracts/identity'
import type { Person } from '@peercert/local/people'
import type { StackSystem } from '@peercert/stack/system'

/** Somebody who can renew from today on. */
export interface Holder {
  readonly person: Person
  readonly accountId: string
}

export const finance: Person = {
  name: 'Finance Desk',
  email: 'finance@drill.example',
  language: 'en',
  realm: 'staff',
  roles: ['finance'],
  shows: 'staff',
  signsInWith: 'google',
  certificate: null,
  county: 'Yolo',
}

/** Nobody of them has a password: thousands of slow hashes would be the longest part of the run. */
export function crowdOf(count: number): Person[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `Drill ${letters(index)}`,
    email: `drill-${index}@drill.example`,
    language: index % 3 === 0 ? 'es' : 'en',
    realm: 'peers',
    roles: ['peer'],
    shows: 'window-just-opened',
    signsInWith: 'google',
    certificate: `CMPSS-${String(600_000 + index)}`,
    county: 'Yolo',
  }))
}

/** A name has no digits. */
function letters(index: number): string {
  const letter = (n: number) => String.fromCharCode(97 + (n % 26))
  const [a, b, c] = [index, Math.floor(index / 26), Math.floor(index / 676)].map(letter)
  return `${c?.toUpperCase()}${b}${a}`
}

/** They come in the way every existing certificant does: by import. */
export async function importCrowd(
  system: StackSystem,
  crowd: readonly Person[],
): Promise<Holder[]> {
  const { urls, time, secretOf } = system
  const issuer = `${urls['sign-in']}/realms/peers`
  const tokens = serviceTokens({ issuer, clientId: 'importer', secret: secretOf('importer') })
  const asImporter = serviceFetch(tokens, { timeoutMs: 60_000 })
  const identity = client<IdentityPaths>(urls.identity ?? '', asImporter)
  const applications = client<ApplicationsPaths>(urls.applications ?? '', asImporter)
  const holders: Holder[] = []
  for (let from = 0; from < crowd.length; from += 100) {
    const part = crowd.slice(from, from + 100)
    const accounts = await identity.POST('/imports/accounts', {
      body: {
        dryRun: false,
        rows: part.map(({ certificate, name, email, language, county }) => ({
          number: certificate ?? '',
          legalName: name,
          email,
          language,
          county,
        })),
      },
    })
    const found = part.map((person, index) => ({
      person,
      accountId: accounts.data?.outcomes[index]?.accountId ?? '',
    }))
    const expiresOn = addDays(dateOf(time.now()), 60)
    const rows = found.map(({ person, accountId }) => ({
      number: person.certificate ?? '',
      accountId,
      legalName: person.name,
      issuedOn: addYears(expiresOn, -2),
      expiresOn,
      status: 'ACTIVE' as const,
      county: person.county,
    }))
    const { data } = await applications.POST('/imports/certifications', {
      body: { dryRun: false, rows },
    })
    if (!data?.outcomes.every(({ outcome }) => outcome === 'loaded'))
      throw new Error(`the crowd was not loaded: ${JSON.stringify(data ?? accounts)}`)
    holders.push(...found)
  }
  return holders
}
