/**
 * keycloak-connect without its middleware: only the parts that read and judge a token. The package has types for
 * its Express half only.
 */
declare module 'keycloak-connect/middleware/auth-utils/config.js' {
  export default class KeycloakConfig {
    constructor(settings: object)
  }
}

declare module 'keycloak-connect/middleware/auth-utils/grant-manager.js' {
  import type { JWK } from 'jose'
  import type Token from 'keycloak-connect/middleware/auth-utils/token.js'

  export default class GrantManager {
    constructor(config: object)
    rotation: { getJWK: (kid: string) => Promise<string>; jwks: JWK[] }
    validateToken: (token: Token, type: 'Bearer') => Promise<Token>
  }
}

declare module 'keycloak-connect/middleware/auth-utils/token.js' {
  export default class Token {
    constructor(jwt: string, client: string)
    readonly header?: { readonly kid?: unknown }
    isExpired: () => boolean
  }
}
