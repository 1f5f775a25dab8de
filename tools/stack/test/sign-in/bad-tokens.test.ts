import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type StandIn, standIn } from '@peercert/chassis/stand-in'
import { DataFolder } from '@peercert/local/data-folder'
import { type Parts, startParts } from '@peercert/local/parts'
import { choosePorts } from '@peercert/local/ports'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Forge, openForge } from './forgeries.ts'

const services = ['identity', 'applications', 'payments', 'notifications', 'portal', 'ce-audit']
const others = ['control', 'card', 'mail', 'smtp']
const path = mkdtempSync(join(tmpdir(), 'peercert-forgeries-'))

/** Two realms of ours in place of the sign-in, and every service as it runs anywhere. */
describe('bad tokens', () => {
  let signIn: StandIn
  let trap: StandIn
  let forge: Forge
  let folder: DataFolder
  let parts: Parts
  beforeAll(async () => {
    ;[signIn, trap] = await Promise.all([standIn({}), standIn({})])
    forge = openForge(signIn.url, trap.url)
    for (const realm of ['peers', 'staff'] as const)
      signIn.answer(`GET /realms/${realm}/protocol/openid-connect/certs`, forge.certs[realm])
    folder = await DataFolder.take(path, true)
    const ports = await choosePorts([...services, ...others], {})
    const urls = Object.fromEntries(
      Object.entries(ports).map(([name, port]) => [
        name,
        `${name === 'smtp' ? 'smtp' : 'http'}://127.0.0.1:${port}`,
      ]),
    )
    parts = await startParts(folder, { ...urls, 'sign-in': signIn.url }, services)
  })
  afterAll(async () => {
    await parts?.close()
    await Promise.all([signIn?.close(), trap?.close()])
    folder?.release()
    rmSync(path, { recursive: true, force: true })
  })

  const urlOf = (name: string) => parts.services.find((one) => one.name === name)?.url ?? ''
  const send = (to: Operation, token: string) =>
    fetch(to.url, { method: to.method, headers: { authorization: `Bearer ${token}` } })

  test('there are at least thirty kinds', () => {
    const kinds = forge.kinds('payments').map(([what]) => what)
    expect(new Set(kinds).size).toBe(kinds.length)
    expect(kinds.length).toBeGreaterThanOrEqual(30)
  })

  test.each(services)(
    'are refused by %s, every kind at every protected operation',
    async (name) => {
      const operations = await protectedOperations(urlOf(name))
      const kinds = forge.kinds(name)
      const wrong: string[] = []
      for (const operation of operations)
        for (const [what, token] of kinds) {
          const answer = await send(operation, token)
          const said = (await answer.json()) as { type?: string }
          if (answer.status !== 401 || said.type !== 'unauthenticated')
            wrong.push(`${operation.method} ${operation.url}: a token ${what}: ${answer.status}`)
        }
      expect(wrong).toEqual([])
    },
  )

  test.each(services)('a good token gets past that check of %s', async (name) => {
    const roles = ['peer', 'employer', 'provider']
    const token = forge.good(name, { realm_access: { roles } })
    for (const operation of await protectedOperations(urlOf(name)))
      expect((await send(operation, token)).status, operation.url).not.toBe(401)
  })

  test('no address that a token named was asked for anything', () => {
    expect(trap.requests).toEqual([])
  })
})

interface Operation {
  readonly method: string
  readonly url: string
}

interface Document {
  readonly paths: Record<string, Record<string, { readonly 'x-roles'?: readonly string[] }>>
}

/** From the service's own published contract; ids are made up. */
async function protectedOperations(url: string): Promise<Operation[]> {
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as Document
  return Object.entries(document.paths).flatMap(([at, item]) =>
    Object.entries(item)
      .filter(([, operation]) => operation['x-roles']?.includes('anyone') === false)
      .map(([method]) => ({
        method: method.toUpperCase(),
        url: `${url}${at.replaceAll(/\{[^}]+\}/g, crypto.randomUUID())}`,
      })),
  )
}
