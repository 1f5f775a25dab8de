import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

export interface Issuer {
  readonly peers: string
  readonly staff: string
  close(): Promise<void>
}

/** Gives services the tokens they call each other with; nobody else signs in during a measurement. */
export async function startIssuer(audiences: readonly string[]): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const key = { ...(await exportJWK(publicKey)), kid: 'bench', use: 'sig', alg: 'RS256' }
  let base = ''
  const tokenFor = (client: string) =>
    new SignJWT({
      typ: 'Bearer',
      acr: '1',
      azp: client,
      preferred_username: `service-account-${client}`,
      realm_access: { roles: ['service'] },
    })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: 'bench' })
      .setSubject(`service-${client}`)
      .setIssuer(`${base}/realms/peers`)
      .setAudience([...audiences])
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(privateKey)
  const answer = async (request: IncomingMessage, reply: ServerResponse) => {
    const basic = String(request.headers.authorization ?? '').replace('Basic ', '')
    const [client = ''] = Buffer.from(basic, 'base64').toString().split(':')
    const body = request.url?.endsWith('/token')
      ? { access_token: await tokenFor(client), expires_in: 600 }
      : { keys: [key] }
    reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  const server = createServer((request, reply) => void answer(request, reply))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    peers: `${base}/realms/peers`,
    staff: `${base}/realms/staff`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
