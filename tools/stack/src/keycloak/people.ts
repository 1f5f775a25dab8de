import { AdminRefused, type AdminApi } from './admin.ts'
import { outsideSubject } from '@peercert/simulators/sign-in/accounts'
import type { BrokerName } from './realm-settings.ts'

export interface NewPerson {
  readonly realm: 'peers' | 'staff'
  readonly email: string
  /** First name, then the rest. */
  readonly name: string
  /** None for somebody who only comes by Google or Microsoft. */
  readonly password?: string
  readonly roles?: readonly string[]
  readonly language?: 'en' | 'es'
  /** Their `sub`; made up unless given. */
  readonly subject?: string
  readonly emailVerified?: boolean
  /** Outside sign-ins that are linked from the start, under the same address at the simulated provider. */
  readonly linked?: readonly BrokerName[]
  /** Base32, as an app on a phone would hold it; staff without one are asked to set one up. */
  readonly oneTimeSecret?: string
}

/** Somebody with an account, as if they had registered long ago. Answers their subject. */
export async function addPerson(
  { admin }: { readonly admin: AdminApi },
  person: NewPerson,
): Promise<string> {
  const [subject = ''] = await addPeople({ admin }, [person])
  return subject
}

/** Many at once; those whose address is known in the realm are left as they are. Subjects in the order given. */
export async function addPeople(
  { admin }: { readonly admin: AdminApi },
  people: readonly NewPerson[],
): Promise<string[]> {
  for (const realm of ['peers', 'staff'] as const) {
    const users = people.filter((person) => person.realm === realm).map(userOf)
    if (users.length > 0)
      await admin.post(`/${realm}/partialImport`, { ifResourceExists: 'SKIP', users })
  }
  return Promise.all(people.map((person) => subjectOf(admin, person)))
}

export async function subjectOf(
  admin: AdminApi,
  { realm, email }: Pick<NewPerson, 'realm' | 'email'>,
): Promise<string> {
  const query = new URLSearchParams({ email, exact: 'true' })
  const [user] = await admin.get<{ id: string }[]>(`/${realm}/users?${query}`)
  if (!user) throw new AdminRefused('a person', 404, `nobody in ${realm} has this address`)
  return user.id
}

function userOf(person: NewPerson): object {
  const { realm, subject, email, name, roles = [], language = 'en', linked = [] } = person
  const [firstName = '', ...rest] = name.split(' ')
  return {
    ...(subject && { id: subject }),
    username: email.toLowerCase(),
    email: email.toLowerCase(),
    emailVerified: person.emailVerified ?? true,
    enabled: true,
    firstName,
    lastName: rest.join(' '),
    attributes: { locale: [language] },
    // An import gives no default roles by itself.
    realmRoles: [`default-roles-${realm}`, ...roles],
    credentials: credentialsOf(person),
    federatedIdentities: linked.map((provider) => ({
      identityProvider: provider,
      userId: outsideSubject(provider, email),
      userName: email,
    })),
  }
}

function credentialsOf({ password, oneTimeSecret }: NewPerson): object[] {
  return [
    ...(password ? [{ type: 'password', value: password, temporary: false }] : []),
    ...(oneTimeSecret
      ? [
          {
            type: 'otp',
            secretData: JSON.stringify({ value: oneTimeSecret }),
            credentialData: JSON.stringify({
              subType: 'totp',
              digits: 6,
              counter: 0,
              period: 30,
              algorithm: 'HmacSHA1',
              secretEncoding: 'BASE32',
            }),
          },
        ]
      : []),
  ]
}
