import { readFileSync, readlinkSync, readdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { skipReason } from '../../src/available.ts'
import { mended, mends } from '../../src/keycloak/mends.ts'
import { addPerson } from '../../src/keycloak/people.ts'
import { issueTokens } from '../../src/keycloak/person-tokens.ts'
import { checkRealms, sentenceOf } from '../../src/keycloak/realm-check.ts'
import { type KeycloakServer, startKeycloak } from '../../src/keycloak/server.ts'

const reason = await skipReason(['keycloak'])
const dataDir = mkdtempSync(join(tmpdir(), 'peercert-keycloak-'))
const portalUrl = 'http://127.0.0.1:4400'
const secret = 'a-secret-for-tests-0001'

describe.skipIf(reason)(
  `the real Keycloak${reason ? ` (${reason})` : ''}`,
  { timeout: 180_000 },
  () => {
    let keycloak: KeycloakServer
    beforeAll(async () => {
      keycloak = await startKeycloak({
        dataDir,
        portal: { url: portalUrl, secret },
        services: { applications: secret },
        smtp: { host: '127.0.0.1', port: 2525 },
      })
    }, 600_000)
    afterAll(async () => {
      await keycloak?.stop()
      rmSync(dataDir, { recursive: true, force: true })
    })

    const check = () => checkRealms(keycloak.admin, { portalUrl, brokers: [] })

    test('has every setting of both realms as written', async () => {
      const { asserted, wrong } = await check()
      expect(wrong.map(sentenceOf)).toEqual([])
      expect(asserted).toBeGreaterThanOrEqual(150)
    })

    test('with settings that somebody changed, each wrong one is named', async () => {
      const { admin } = keycloak
      const realm = await admin.get<object>('/peers')
      await admin.put('/peers', {
        ...realm,
        bruteForceProtected: false,
        refreshTokenMaxReuse: 1,
        accessTokenLifespan: 3_600,
      })
      const [portal] = await admin.get<(object & { id: string })[]>(
        '/staff/clients?clientId=portal',
      )
      await admin.put(`/staff/clients/${portal?.id}`, {
        ...portal,
        redirectUris: ['*'],
        directAccessGrantsEnabled: true,
        fullScopeAllowed: true,
      })
      const google = await admin.get<object>('/peers/identity-provider/instances/google')
      await admin.put('/peers/identity-provider/instances/google', { ...google, enabled: true })
      const { wrong } = await check()
      expect(wrong.map(({ name }) => name).toSorted()).toEqual(
        [
          'peers: brute force is noticed',
          'peers: google is on',
          'peers: life of an access token',
          'peers: reuse of a refresh token',
          'staff: clients that take passwords',
          'staff: clients with every role',
          'staff: clients with open ways back',
          'staff: the portal’s way back, exactly',
        ].toSorted(),
      )
      expect(wrong.map(sentenceOf)).toContain('peers: reuse of a refresh token: is 1, must be 0')
      await admin.put('/peers', realm)
      await admin.put(`/staff/clients/${portal?.id}`, { ...portal })
      await admin.put('/peers/identity-provider/instances/google', google)
      expect((await check()).wrong).toEqual([])
    })

    test('listens on loopback and nowhere else', () => {
      const own = keycloak.processes[0]?.pid ?? 0
      const addresses = listening(own)
      expect(addresses.length).toBeGreaterThanOrEqual(2)
      expect(
        addresses.filter((address) => !/^(127\.0\.0\.1|::ffff:127\.0\.0\.1)$/.test(address)),
      ).toEqual([])
    })

    test('killed at any moment, it keeps who registered and what was issued', async () => {
      const email = 'kept@mail.example'
      const subject = await addPerson(keycloak, { realm: 'peers', email, name: 'Ana Ruiz' })
      const before = await issueTokens(keycloak, { email })
      await keycloak.kill('keycloak')
      expect(keycloak.processes[0]?.pid).toBe(0)
      await keycloak.start('keycloak')
      const after = await fetch(`${keycloak.issuers.peers}/protocol/openid-connect/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'refresh_token',
          refresh_token: before.refreshToken,
          client_id: 'portal',
          client_secret: secret,
        }),
      })
      expect(after.status).toBe(200)
      const { access_token } = (await after.json()) as { access_token: string }
      const claims = Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString()
      expect(JSON.parse(claims)).toMatchObject({ sub: subject })
    })
  },
)

describe('mends of the server’s templates', () => {
  const [mend] = mends
  const template = `before ${mend?.find} after`

  test('put what is right in the place of what is wrong', () => {
    expect(mended(mend?.file ?? '', `${template}${others(mend?.file)}`)).toContain(mend?.put)
  })

  test.each([
    ['not at all', 'a template of another version'],
    ['twice', `${template} ${template}`],
  ])('stop the build where one fits %s', (_how, text) => {
    expect(() => mended(mend?.file ?? '', text)).toThrow(/fits (0|2) times, not once/)
  })

  const others = (file: string | undefined) =>
    mends
      .slice(1)
      .filter((one) => one.file === file)
      .map((one) => one.find)
      .join(' ')
})

/** Local addresses of the sockets on which the process listens, from what the kernel says. */
function listening(pid: number): string[] {
  const own = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /socket:\[(\d+)\]/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? []
      } catch {
        return []
      }
    }),
  )
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === '0A' && own.has(fields[9] ?? ''))
      .map((fields) => addressOf(fields[1]?.split(':')[0] ?? '')),
  )
}

/** The kernel writes addresses in words of four bytes, each from its last byte on. */
function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) =>
    [...Buffer.from(word, 'hex')].toReversed(),
  )
  const last = bytes.slice(-4).join('.')
  if (bytes.length === 4) return last
  const mapped = bytes.slice(0, 12).join() === '0,0,0,0,0,0,0,0,0,0,255,255'
  return mapped ? `::ffff:${last}` : bytes.join(':')
}
