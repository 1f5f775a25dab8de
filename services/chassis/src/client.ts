import createClient, { type Client } from 'openapi-fetch'

/** A typed client of another service, over serviceFetch or any fetch. */
export function client<Paths extends object>(
  baseUrl: string,
  fetchWith: typeof fetch,
): Client<Paths> {
  return createClient<Paths>({
    baseUrl,
    fetch: (request: Request) => fetchWith(request),
    headers: { accept: 'application/json' },
  })
}
