import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DataFolder } from '@peercert/local/data-folder'
import { startParts } from '@peercert/local/parts'
import { choosePorts } from '@peercert/local/ports'

export const services = [
  'identity',
  'applications',
  'payments',
  'notifications',
  'portal',
  'ce-audit',
] as const
const others = ['control', 'card', 'mail', 'smtp']

export interface Services {
  urlOf(name: string): string
  close(): Promise<void>
}

/** Every service as it runs anywhere, with both realms at this address. */
export async function servicesOn(signIn: string): Promise<Services> {
  const path = mkdtempSync(join(tmpdir(), 'peercert-services-'))
  const folder = await DataFolder.take(path, true)
  const ports = await choosePorts([...services, ...others], {})
  const urls = Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [
      name,
      `${name === 'smtp' ? 'smtp' : 'http'}://127.0.0.1:${port}`,
    ]),
  )
  const parts = await startParts(folder, { ...urls, 'sign-in': signIn }, services)
  return {
    urlOf: (name) => parts.services.find((one) => one.name === name)?.url ?? '',
    async close() {
      await parts.close()
      folder.release()
      rmSync(path, { recursive: true, force: true })
    },
  }
}

export interface Operation {
  readonly method: string
  readonly url: string
}

interface Document {
  readonly paths: Record<string, Record<string, { readonly 'x-roles'?: readonly string[] }>>
}

/** From the service's own published contract; ids are made up. */
async function operations(url: string, open: boolean): Promise<Operation[]> {
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as Document
  return Object.entries(document.paths).flatMap(([at, item]) =>
    Object.entries(item)
      .filter(([, operation]) => operation['x-roles']?.includes('anyone') === open)
      .map(([method]) => ({
        method: method.toUpperCase(),
        url: `${url}${at.replaceAll(/\{[^}]+\}/g, crypto.randomUUID())}`,
      })),
  )
}

export const protectedOperations = (url: string): Promise<Operation[]> => operations(url, false)
export const openOperations = (url: string): Promise<Operation[]> => operations(url, true)

export const send = ({ url, method }: Operation, token?: string): Promise<Response> =>
  fetch(url, { method, headers: token ? { authorization: `Bearer ${token}` } : {} })
