import type { AdminApi } from './admin.ts'

/** What a running server says about one realm, as far as the check looks. */
export interface RealmFacts {
  readonly realm: Record<string, unknown>
  readonly clients: readonly ClientFacts[]
  readonly scopes: readonly ScopeFacts[]
  readonly roles: readonly string[]
  readonly defaultRoles: readonly string[]
  readonly policies: readonly { name: string; enabled: boolean; profiles: string[] }[]
  readonly profiles: readonly { name: string; executors: { executor: string }[] }[]
  readonly actions: readonly { alias: string; enabled: boolean; defaultAction: boolean }[]
  readonly brokers: readonly BrokerFacts[]
  readonly browserSteps: readonly StepFacts[]
  readonly resetSteps: readonly StepFacts[]
  readonly profileFields: readonly string[]
  /** Role names by client id of a service account. */
  readonly serviceRoles: Readonly<Record<string, readonly string[]>>
  readonly portalRoles: readonly string[]
}

export interface ClientFacts {
  readonly id: string
  readonly clientId: string
  readonly enabled: boolean
  readonly publicClient: boolean
  readonly bearerOnly: boolean
  readonly standardFlowEnabled: boolean
  readonly implicitFlowEnabled: boolean
  readonly directAccessGrantsEnabled: boolean
  readonly serviceAccountsEnabled: boolean
  readonly fullScopeAllowed: boolean
  readonly redirectUris: string[]
  readonly webOrigins: string[]
  readonly attributes: Record<string, string>
  readonly defaultClientScopes: string[]
  readonly optionalClientScopes: string[]
  readonly secret?: string
}

export interface ScopeFacts {
  readonly name: string
  readonly protocolMappers?: {
    readonly name: string
    readonly protocolMapper: string
    readonly config: Record<string, string>
  }[]
}

export interface BrokerFacts {
  readonly alias: string
  readonly providerId: string
  readonly enabled: boolean
  readonly trustEmail: boolean
  readonly storeToken: boolean
  readonly firstBrokerLoginFlowAlias: string
  readonly config: Record<string, string>
}

export interface StepFacts {
  readonly providerId?: string
  readonly displayName: string
  readonly requirement: string
  readonly authenticationConfig?: string
  readonly config?: Record<string, string>
}

type Named = { readonly name: string }

export async function readRealm(api: AdminApi, name: string): Promise<RealmFacts> {
  const at = <T>(path: string) => api.get<T>(`/${name}${path}`)
  const realm = await at<Record<string, unknown>>('')
  const clients = await at<ClientFacts[]>('/clients?max=200')
  const portal = clients.find(({ clientId }) => clientId === 'portal')
  const defaultRole = realm.defaultRole as { id: string }
  const flow = async (key: string) => stepsOf(api, name, String(realm[key]))
  return {
    realm: { ...realm, ...(await at<object>('/events/config')) },
    clients,
    scopes: await at('/client-scopes'),
    roles: (await at<Named[]>('/roles?max=200')).map((role) => role.name),
    defaultRoles: (await at<Named[]>(`/roles-by-id/${defaultRole.id}/composites`)).map(
      (role) => role.name,
    ),
    ...(await at<Pick<RealmFacts, 'policies'>>('/client-policies/policies')),
    ...(await at<Pick<RealmFacts, 'profiles'>>('/client-policies/profiles')),
    actions: await at('/authentication/required-actions'),
    brokers: await at('/identity-provider/instances'),
    browserSteps: await flow('browserFlow'),
    resetSteps: await flow('resetCredentialsFlow'),
    profileFields: (await at<{ attributes: Named[] }>('/users/profile')).attributes.map(
      (field) => field.name,
    ),
    serviceRoles: await serviceRoles(api, name, clients),
    portalRoles: portal
      ? (await at<Named[]>(`/clients/${portal.id}/scope-mappings/realm`)).map((role) => role.name)
      : [],
  }
}

async function stepsOf(api: AdminApi, realm: string, alias: string): Promise<StepFacts[]> {
  const path = `/${realm}/authentication/flows/${encodeURIComponent(alias)}/executions`
  const steps = await api.get<StepFacts[]>(path)
  return Promise.all(
    steps.map(async (step) => {
      const id = step.authenticationConfig
      if (!id) return step
      const found = await api.get<{ config: Record<string, string> }>(
        `/${realm}/authentication/config/${id}`,
      )
      return { ...step, config: found.config }
    }),
  )
}

async function serviceRoles(api: AdminApi, realm: string, clients: readonly ClientFacts[]) {
  const found: Record<string, string[]> = {}
  for (const { id, clientId, serviceAccountsEnabled } of clients) {
    if (!serviceAccountsEnabled) continue
    const user = await api.get<{ id: string }>(`/${realm}/clients/${id}/service-account-user`)
    const path = `/${realm}/users/${user.id}/role-mappings/realm`
    found[clientId] = (await api.get<Named[]>(path)).map((role) => role.name)
  }
  return found
}
