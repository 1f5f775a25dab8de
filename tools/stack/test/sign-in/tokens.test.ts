import { launch } from '@peercert/e2e/browser'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { skipReason } from '../../src/available.ts'
import type { Provider } from './house.ts'
import { type Answer, ask, type Door, openDoor, password, staff, tokensBy } from './two-doors.ts'
import { oneTimeCode } from './visitor.ts'

const reason = await skipReason(['keycloak'])
const seconds = 'a time in seconds'
const isSeconds = (value: unknown) =>
  typeof value === 'number' && Math.abs(value - Date.now() / 1_000) < 40_000

/** What may differ from one token to the next is replaced by its kind; all else stays as it is. */
function shapeOf(token: string, door: Door): { header: object; claims: object } {
  const [header = {}, claims = {}] = token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>)
  const entries = Object.entries(claims).map(([name, value]) => [name, kindOf(name, value, door)])
  return {
    header: {
      ...header,
      kid: /^[\w-]{43}$/.test(String(header.kid)) ? '43 characters' : header.kid,
    },
    claims: Object.fromEntries(entries.toSorted(([a], [b]) => String(a).localeCompare(String(b)))),
  }
}

function kindOf(name: string, value: unknown, door: Door): unknown {
  const text = String(value)
  switch (name) {
    case 'iat':
    case 'exp':
    case 'auth_time':
      return isSeconds(value) ? seconds : value
    case 'iss':
      return Object.entries(door.issuers).find(([, url]) => url === value)?.[0] ?? value
    case 'aud':
      // The order of several is nobody's promise.
      return Array.isArray(value) ? value.toSorted() : value
    case 'scope':
      return text.split(' ').toSorted()
    case 'jti':
      return text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'uuid')
    case 'sub':
      return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? 'uuid' : value
    case 'sid':
      return /^[\w-]{24}$/.test(text) ? '24 characters' : value
    case 'at_hash':
      return /^[\w-]{22}$/.test(text) ? '22 characters' : value
    default:
      return value
  }
}

const answerOf = ({ access_token: _a, id_token: _i, refresh_token: _r, ...rest }: Answer) => ({
  ...rest,
  // Counted from the token's own second, which may just have passed.
  ...lives(rest),
  scope: String(rest.scope).split(' ').toSorted(),
  ...('session_state' in rest && {
    session_state: /^[\w-]{24}$/.test(String(rest.session_state)) ? '24 characters' : 'other',
  }),
})

function lives(answer: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(answer)
      .filter(([name, value]) => name.endsWith('expires_in') && Number(value) > 0)
      .map(([name, value]) => [name, Math.ceil(Number(value) / 10) * 10]),
  )
}

describe.skipIf(reason)(
  `tokens of both sign-ins, claim by claim${reason ? ` (${reason})` : ''}`,
  { timeout: 180_000 },
  () => {
    let doors: Record<Provider, Door>
    let browser: Browser
    beforeAll(async () => {
      const [keycloak, embedded, launched] = await Promise.all([
        openDoor('keycloak'),
        openDoor('embedded'),
        launch(),
      ])
      doors = { keycloak, embedded }
      browser = launched
    }, 600_000)
    afterAll(async () => {
      await browser?.close()
      for (const door of Object.values(doors ?? {})) await door.close()
    })

    const withPassword = (email: string) => async (page: Page) => {
      await page.getByLabel('Email', { exact: true }).fill(email)
      await page.getByLabel('Password', { exact: true }).fill(password)
      await page.getByRole('button', { name: 'Log In', exact: true }).click()
    }
    const both = async <T>(work: (door: Door) => Promise<T>): Promise<{ real: T; ours: T }> => ({
      real: await work(doors.keycloak),
      ours: await work(doors.embedded),
    })
    const ana = (door: Door) => tokensBy(door, browser, 'peers', withPassword('ana@mail.example'))

    test('of a person: access token, ID token and the answer around them', async () => {
      const { real, ours } = await both(async (door) => {
        const answer = await ana(door)
        return {
          access: shapeOf(answer.access_token, door),
          id: shapeOf(answer.id_token, door),
          answer: answerOf(answer),
        }
      })
      expect(ours).toEqual(real)
      expect(Object.keys(real.access.claims)).not.toContain('email')
      expect(Object.keys(real.access.claims)).not.toContain('preferred_username')
      expect(real.id.claims).toMatchObject({ email: 'ana@mail.example', locale: 'es' })
    })

    test('after a refresh', async () => {
      const { real, ours } = await both(async (door) => {
        const { refresh_token } = await ana(door)
        const next = await ask<Answer>(door, 'peers', {
          grant_type: 'refresh_token',
          refresh_token,
        })
        expect(next.refresh_token).not.toBe(refresh_token)
        return {
          access: shapeOf(next.access_token, door),
          id: shapeOf(next.id_token, door),
          answer: answerOf(next),
        }
      })
      expect(ours).toEqual(real)
    })

    test('of somebody who came by Google', async () => {
      const { real, ours } = await both(async (door) => {
        const answer = await tokensBy(door, browser, 'peers', async (page) => {
          const words = { name: 'Sign in with Google' }
          await page.getByRole('link', words).or(page.getByRole('button', words)).click()
          await page.getByRole('button', { name: 'Continue as Grace Lee' }).click()
        })
        return { access: shapeOf(answer.access_token, door), id: shapeOf(answer.id_token, door) }
      })
      expect(ours).toEqual(real)
      expect(real.id.claims).toMatchObject({ identity_provider: 'google' })
    })

    test('of staff, with the roles of their realm', async () => {
      const { real, ours } = await both(async (door) => {
        const answer = await tokensBy(door, browser, 'staff', async (page) => {
          await withPassword(staff.email)(page)
          if (door.provider === 'embedded') return
          await page.getByLabel('One-time code').fill(oneTimeCode(String(staff.oneTimeSecret)))
          await page.getByRole('button', { name: 'Log In' }).click()
        })
        const { header, claims } = shapeOf(answer.access_token, door)
        const { realm_access, ...rest } = claims as { realm_access: { roles: string[] } }
        return {
          header,
          rest,
          roles: realm_access.roles.toSorted(),
          id: shapeOf(answer.id_token, door),
        }
      })
      expect(ours).toEqual(real)
      expect(real.roles).toEqual(['finance', 'reviewer'])
    })

    test('of a service', async () => {
      const { real, ours } = await both(async (door) => {
        const form = { grant_type: 'client_credentials', client_id: 'applications' }
        const answer = await ask<Answer>(door, 'peers', form)
        return { token: shapeOf(answer.access_token, door), answer: answerOf(answer) }
      })
      expect(ours).toEqual(real)
    })

    test('that say at the back channel that a session is over', async () => {
      const { real, ours } = await both(async (door) => {
        const { id_token } = await ana(door)
        const query = new URLSearchParams({ id_token_hint: id_token })
        await fetch(`${door.issuers.peers}/protocol/openid-connect/logout?${query}`)
        await expect.poll(() => door.loggedOut.length, { timeout: 20_000 }).toBeGreaterThan(0)
        return shapeOf(door.loggedOut.at(-1) ?? '', door)
      })
      expect(ours).toEqual(real)
    })

    test('a refresh token that was used ends the session at both, with the newer one', async () => {
      await both(async (door) => {
        const { refresh_token } = await ana(door)
        const form = { grant_type: 'refresh_token', refresh_token }
        const next = await ask<Answer>(door, 'peers', form)
        await expect(ask(door, 'peers', form)).rejects.toThrow('invalid_grant')
        const newer = { ...form, refresh_token: next.refresh_token }
        await expect(ask(door, 'peers', newer)).rejects.toThrow('invalid_grant')
      })
    })
  },
)
