import { launch } from '@peercert/e2e/browser'
import type { RunningService } from '@peercert/chassis/service'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { skipReason } from '../../src/available.ts'
import { issueTokens } from '../../src/keycloak/person-tokens.ts'
import { doors } from './doors.ts'
import { type House, openHouse } from './house.ts'
import { replicaOf } from './replicas.ts'
import { password, Visitor } from './visitor.ts'

const reason = await skipReason(['keycloak'])
let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser?.close())

/** Somebody who is logged in, as requests that go to any replica of the portal. */
async function loggedIn(house: House, name: string) {
  const email = `${name}@mail.example`
  await house.add({ realm: 'peers', email, name: 'Ana Ruiz', password })
  const visitor = await Visitor.arrive(house, browser)
  await visitor.logIn(email)
  const cookies = await visitor.context.cookies()
  const cookie = cookies.map((one) => `${one.name}=${one.value}`).join('; ')
  await visitor.leave()
  const pool = house.parts.services.find((one) => one.name === 'portal')?.pool
  return {
    email,
    get: (path: string, portal = house.portal) =>
      fetch(`${portal}${path}`, { headers: { cookie }, redirect: 'manual' }),
    profile: (portal = house.portal) =>
      fetch(`${portal}/api/identity/me/profile`, { headers: { cookie } }),
    kind: async () => {
      const answer = await fetch(`${house.portal}/api/session`, { headers: { cookie } })
      return ((await answer.json()) as { kind: string }).kind
    },
    /** From now on the next use asks the sign-in for a new token. */
    stale: () => pool?.query(`update session set fresh_until = now() - interval '1 second'`),
    ended: () =>
      pool?.query(
        `update session set fresh_until = now() - interval '1 second', access_until = now()`,
      ),
  }
}

for (const { provider, skip, title } of doors)
  describe.skipIf(skip)(`two replicas of the portal at ${title}`, { timeout: 180_000 }, () => {
    let house: House
    let second: RunningService
    beforeAll(async () => {
      house = await openHouse(provider)
      second = await replicaOf(house, 'portal')
    }, 600_000)
    afterAll(async () => {
      await second?.close()
      await house?.close()
    })

    test('refresh one at a time: a token used twice would have ended the sign-in', async () => {
      const ana = await loggedIn(house, 'replicas')
      for (let round = 0; round < 5; round += 1) {
        await ana.stale()
        const asked = Array.from({ length: 20 }, (_, index) =>
          ana.profile(index % 2 === 0 ? house.portal : second.url),
        )
        const statuses = (await Promise.all(asked)).map(({ status }) => status)
        expect(new Set(statuses)).toEqual(new Set([200]))
      }
      expect(await ana.kind()).toBe('person')
    })

    test('both hear of the end of a sign-in', async () => {
      const ana = await loggedIn(house, 'replicas.end')
      await house.endSessions({ email: ana.email, realm: 'peers' })
      for (const portal of [house.portal, second.url])
        await expect
          .poll(async () => (await ana.profile(portal)).status, { timeout: 20_000 })
          .toBe(401)
    })
  })

describe.skipIf(reason)(
  `while the real Keycloak is away${reason ? ` (${reason})` : ''}`,
  { timeout: 180_000 },
  () => {
    let house: House
    beforeAll(async () => {
      house = await openHouse('keycloak')
    }, 600_000)
    afterAll(() => house?.close())

    const keycloak = () => house.keycloak as NonNullable<House['keycloak']>
    const urlOf = (name: string) => String(house.urls[name])

    describe.each([
      [
        'killed',
        () => keycloak().kill('keycloak'),
        async () => {
          if (keycloak().processes[0]?.pid === 0) await keycloak().start('keycloak')
        },
      ],
      [
        'frozen',
        () => keycloak().kill('keycloak', 'SIGSTOP'),
        () => keycloak().kill('keycloak', 'SIGCONT'),
      ],
    ] as const)('%s', (how, away, back) => {
      let ana: Awaited<ReturnType<typeof loggedIn>>
      let token: string
      beforeEach(async () => {
        ana = await loggedIn(house, `away.${how}.${crypto.randomUUID()}`)
        token = (await issueTokens(keycloak(), { email: ana.email })).accessToken
        // Now the services know the keys.
        await ana.profile()
        await away()
      })
      afterEach(() => back(), 180_000)

      test('nobody who is in is thrown out; what needs a new token waits with 503', async () => {
        expect((await ana.profile()).status).toBe(200)
        await ana.stale()
        expect((await ana.profile()).status).toBe(200)
        await ana.ended()
        const answer = await ana.profile()
        expect(answer.status).toBe(503)
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
        expect(await ana.kind()).toBe('person')
        await back()
        await expect.poll(async () => (await ana.profile()).status, { timeout: 30_000 }).toBe(200)
        expect(await ana.kind()).toBe('person')
      })

      test('a log-in says so in words, and the pages stand', async () => {
        const answer = await ana.get('/auth/log-in?language=en')
        // The portal may have learnt the sign-in's addresses before: then the browser itself finds nobody there.
        const location = String(answer.headers.get('location'))
        expect(answer.status).toBe(303)
        expect(
          location === '/?problem=log-in-unavailable' || location.startsWith(urlOf('sign-in')),
        ).toBe(true)
        expect((await ana.get('/')).status).toBe(200)
      })

      test('services know the keys they know; one that has none yet says 503, opens nothing and stays up', async () => {
        const known = await fetch(`${urlOf('identity')}/me/profile`, {
          headers: { authorization: `Bearer ${token}` },
        })
        expect(known.status).toBe(200)
        const fresh = await replicaOf(house, 'identity')
        try {
          for (const _ of [1, 2, 3]) {
            const answer = await fetch(`${fresh.url}/me/profile`, {
              headers: { authorization: `Bearer ${token}` },
            })
            expect(answer.status).toBe(503)
            expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
          }
          expect((await fetch(`${fresh.url}/me/profile`)).status).toBe(401)
          expect((await fetch(`${fresh.url}/healthz`)).status).toBe(200)
          await back()
          const mended = async () =>
            (
              await fetch(`${fresh.url}/me/profile`, {
                headers: { authorization: `Bearer ${token}` },
              })
            ).status
          await expect.poll(mended, { timeout: 30_000 }).toBe(200)
        } finally {
          await fresh.close()
        }
      })
    })

    test(
      'keys change in the middle of traffic, and no request is lost by it',
      { timeout: 300_000 },
      async () => {
        const people = await Promise.all(
          ['one', 'two', 'three'].map((name) => loggedIn(house, `rotation.${name}`)),
        )
        const statuses: number[] = []
        let going = true
        const traffic = people.map(async (person) => {
          while (going) {
            // Half of the requests come with a token that was made just now.
            if (statuses.length % 2 === 0) await person.stale()
            statuses.push((await person.profile()).status)
          }
        })
        const { admin } = keycloak()
        const seen = () => {
          const more = statuses.length + 9
          return expect.poll(() => statuses.length, { timeout: 120_000 }).toBeGreaterThan(more)
        }
        await seen()
        const { id: realm } = await admin.get<{ id: string }>('/peers')
        const before = await admin.get<{ active: Record<string, string> }>('/peers/keys')
        const key = await admin.post<string>('/peers/components', {
          name: 'a-new-key',
          providerId: 'rsa-generated',
          providerType: 'org.keycloak.keys.KeyProvider',
          parentId: realm,
          config: {
            priority: ['500'],
            enabled: ['true'],
            active: ['true'],
            algorithm: ['RS256'],
            keySize: ['2048'],
          },
        })
        await seen()
        const after = await admin.get<{ active: Record<string, string> }>('/peers/keys')
        expect(after.active.RS256).not.toBe(before.active.RS256)
        // And back again, as after a rotation that was a mistake: tokens of the key that went are renewed, not refused.
        const component = await admin.get<{ config: object }>(`/peers/components/${key}`)
        await admin.put(`/peers/components/${key}`, {
          ...component,
          config: { ...component.config, active: ['false'], priority: ['-1'] },
        })
        await seen()
        going = false
        await Promise.all(traffic)
        expect(new Set(statuses)).toEqual(new Set([200]))
      },
    )

    test.each([
      ['a refresh token', (t: Tokens) => t.refreshToken],
      ['an ID token', (t: Tokens) => t.idToken],
      ['the end of an access token', (t: Tokens) => t.accessToken.slice(0, -20)],
      [
        'an access token of the staff’s realm with the issuer of peers',
        (t: Tokens) => swapped(t.accessToken),
      ],
    ])('%s that it really made is refused by every service', async (_what, token) => {
      const { email } = await loggedIn(house, `bad.${crypto.randomUUID()}`)
      const bad = token(await issueTokens(keycloak(), { email }))
      for (const path of [
        `${urlOf('identity')}/me/profile`,
        `${urlOf('applications')}/me/certification`,
      ]) {
        const answer = await fetch(path, { headers: { authorization: `Bearer ${bad}` } })
        expect([answer.status, path]).toEqual([401, path])
      }
    })
  },
)

type Tokens = Awaited<ReturnType<typeof issueTokens>>

function swapped(token: string): string {
  const [header, claims = '', signature] = token.split('.')
  const text = Buffer.from(claims, 'base64url').toString().replace('/realms/peers', '/realms/staff')
  return `${header}.${Buffer.from(text).toString('base64url')}.${signature}`
}
