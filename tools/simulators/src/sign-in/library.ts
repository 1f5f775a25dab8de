import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
// @ts-expect-error -- the package carries no types; the part that is used here is described below
import * as untyped from 'oidc-provider'

export interface Stored {
  [name: string]: unknown
}

export interface TokenSource {
  accountId: string
  amr?: string[]
  authTime?: number
  clientId: string
  grantId: string
  nonce?: string
  scope?: string
  sessionUid?: string
  sid?: string
}

export interface SessionEntity {
  uid: string
  jti: string
  accountId?: string
  loginTs?: number
  past(seconds: number): boolean
  authorizations?: Record<string, { sid?: string; grantId?: string }>
  sidFor(clientId: string, value?: string): string | undefined
  destroy(): Promise<void>
}

export interface InteractionEntity {
  uid: string
  exp: number
  prompt: { name: string; reasons: string[]; details: Record<string, unknown> }
  params: Record<string, string | undefined>
  session?: { uid?: string; accountId?: string }
  result?: Record<string, unknown>
  save(ttl: number): Promise<void>
}

export interface GrantEntity {
  addOIDCScope(scope: string): void
  save(): Promise<string>
}

export interface OidcContext {
  body: unknown
  status: number
  type: string
  request: { headers: Record<string, string | undefined> }
  oidc: {
    route: string
    params: Record<string, string | undefined>
    result?: Record<string, unknown>
    session: SessionEntity
    client: { clientId: string; grantTypeAllowed(type: string): boolean }
    account?: { accountId: string }
    entities: {
      AuthorizationCode?: TokenSource
      RefreshToken?: TokenSource
      ClientCredentials?: { clientId: string }
    }
  }
}

export interface Provider {
  readonly issuer: string
  callback(): RequestListener
  use(middleware: (ctx: OidcContext, next: () => Promise<void>) => Promise<void>): this
  on(event: string, listener: (...args: never[]) => void): this
  interactionDetails(req: IncomingMessage, res: ServerResponse): Promise<InteractionEntity>
  interactionResult(
    req: IncomingMessage,
    res: ServerResponse,
    result: Record<string, unknown>,
    options?: { mergeWithLastSubmission?: boolean },
  ): Promise<string>
  readonly Interaction: { find(uid: string): Promise<InteractionEntity | undefined> }
  readonly Grant: new (owner: { accountId: string; clientId: string }) => GrantEntity
  readonly Session: {
    prototype: SessionEntity & { ensureClientContainer(clientId: string): void }
  }
  readonly Client: { prototype: { includeSid(): boolean } }
}

export interface Check {
  reason: string
}
export interface Prompt {
  name: string
  checks: Check[] & { add(check: Check): void }
}
export interface Policy extends Array<Prompt> {
  get(name: string): Prompt
  add(prompt: Prompt): void
  remove(name: string): void
}

interface Policies {
  base(): Policy
  Prompt: new (
    options: { name: string; requestable: boolean },
    ...rest: (Check | ((ctx: OidcContext) => Record<string, unknown>))[]
  ) => Prompt
  Check: new (
    reason: string,
    description: string,
    check: (ctx: OidcContext) => boolean,
    details?: (ctx: OidcContext) => Record<string, unknown>,
  ) => Check
}

/** oidc-provider itself. */
const library = untyped as unknown as {
  Provider: new (issuer: string, configuration: Record<string, unknown>) => Provider
  interactionPolicy: Policies
}
export const { Provider, interactionPolicy } = library
