import type { AdminApi } from './admin.ts'

/** What differs from one deployment to the next; everything else stands in deploy/keycloak. */
export interface RealmSettings {
  readonly portal: { readonly url: string; readonly secret: string }
  /** Secret by service: identity, applications, payments, notifications, importer. */
  readonly services: Readonly<Record<string, string>>
  readonly smtp: { readonly host: string; readonly port: number }
  /** Outside sign-ins that are configured; the others stay off. */
  readonly brokers?: Readonly<Partial<Record<BrokerName, BrokerSettings>>>
}

export type BrokerName = 'google' | 'microsoft'

export interface BrokerSettings {
  /** Its OpenID addresses are those of the discovery document below this one. */
  readonly issuer: string
  readonly clientId: string
  readonly secret: string
}

export const realmNames = ['peers', 'staff'] as const
export const brokerNames: readonly BrokerName[] = ['google', 'microsoft']

interface Client {
  readonly id: string
  readonly clientId: string
  readonly attributes: Record<string, string>
}

/** Sets on a running server what the imported files leave to the environment. */
export async function applySettings(api: AdminApi, settings: RealmSettings): Promise<void> {
  for (const realm of realmNames) {
    const { host, port } = settings.smtp
    const { smtpServer } = await api.get<{ smtpServer: object }>(`/${realm}`)
    await api.put(`/${realm}`, { smtpServer: { ...smtpServer, host, port: String(port) } })
    const clients = await api.get<Client[]>(`/${realm}/clients?max=100`)
    for (const client of clients) {
      const change = changeOf(client, settings)
      if (change) await api.put(`/${realm}/clients/${client.id}`, { ...client, ...change })
    }
  }
  for (const name of brokerNames) await applyBroker(api, name, settings.brokers?.[name])
}

function changeOf(client: Client, { portal, services }: RealmSettings): object | undefined {
  const secret = services[client.clientId]
  if (client.clientId !== 'portal') return secret === undefined ? undefined : { secret }
  const url = portal.url.replace(/\/$/, '')
  return {
    secret: portal.secret,
    rootUrl: url,
    redirectUris: [`${url}/auth/callback`],
    attributes: {
      ...client.attributes,
      'post.logout.redirect.uris': `${url}/`,
      'backchannel.logout.url': `${url}/auth/back-channel-log-out`,
    },
  }
}

interface Broker {
  readonly enabled: boolean
  readonly config: Record<string, string>
}

async function applyBroker(api: AdminApi, name: BrokerName, settings?: BrokerSettings) {
  const path = `/peers/identity-provider/instances/${name}`
  const broker = await api.get<Broker>(path)
  if (!settings) {
    if (broker.enabled) await api.put(path, { ...broker, enabled: false })
    return
  }
  const { issuer, clientId, secret } = settings
  const answer = await fetch(`${issuer}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(10_000),
  })
  if (!answer.ok) throw new Error(`${issuer} does not say what it is: status ${answer.status}`)
  const known = (await answer.json()) as Record<string, string>
  const addresses = {
    issuer: known.issuer,
    authorizationUrl: known.authorization_endpoint,
    tokenUrl: known.token_endpoint,
    jwksUrl: known.jwks_uri,
    userInfoUrl: known.userinfo_endpoint,
  }
  const config = { ...broker.config, ...addresses, clientId, clientSecret: secret }
  await api.put(path, { ...broker, enabled: true, config })
}
