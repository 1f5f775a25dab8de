import type { Admin } from './prepared.ts'

/** The server's admin API, as its own client with full rights. */
export interface AdminApi {
  get<T>(path: string): Promise<T>
  put(path: string, body: object): Promise<void>
  delete(path: string): Promise<void>
  /** Answers the body, or the id in Location when something was made. */
  post<T>(path: string, body: object): Promise<T>
  /** As it came, with its cookies; throws on a refusal. */
  send(method: string, path: string, body?: object): Promise<Response>
}

export class AdminRefused extends Error {
  readonly status: number
  constructor(what: string, status: number, said: string) {
    super(`Keycloak refused ${what}: ${status} ${said.slice(0, 300)}`)
    this.name = 'AdminRefused'
    this.status = status
  }
}

export function adminApi(url: string, admin: Admin): AdminApi {
  let held: { token: string; until: number } | undefined
  const token = async () => {
    if (!held || Date.now() > held.until) held = await tokenOf(url, admin)
    return held.token
  }
  const send: AdminApi['send'] = async (method, path, body) => {
    const answer = await fetch(`${url}/admin/realms${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await token()}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    })
    if (!answer.ok) throw new AdminRefused(`${method} ${path}`, answer.status, await answer.text())
    return answer
  }
  return {
    send,
    get: async <T>(path: string) => (await (await send('GET', path)).json()) as T,
    put: async (path, body) => void (await send('PUT', path, body)),
    delete: async (path) => void (await send('DELETE', path)),
    async post<T>(path: string, body: object) {
      const answer = await send('POST', path, body)
      const text = await answer.text()
      if (text) return JSON.parse(text) as T
      return answer.headers.get('location')?.split('/').at(-1) as T
    },
  }
}

async function tokenOf(url: string, { clientId, secret }: Admin) {
  const answer = await fetch(`${url}/realms/master/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: secret,
    }),
    signal: AbortSignal.timeout(30_000),
  })
  if (!answer.ok) throw new AdminRefused('the admin client', answer.status, await answer.text())
  const { access_token, expires_in } = (await answer.json()) as Record<string, never>
  // No refresh token comes with client credentials: a new one is asked for in time.
  return { token: String(access_token), until: Date.now() + (Number(expires_in) - 20) * 1_000 }
}
