import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '@peercert/chassis/problem'
import { isLoopback } from '../config.ts'
import { languageOf } from '../session/language.ts'

export interface PageOptions {
  readonly publicUrl: string
  /** What vite built. */
  readonly folder: string
}

const yearMs = 365 * 24 * 60 * 60 * 1_000
/** Never pages: an unknown one of these is not found, not the app. */
const notPages = /^\/(api|auth|assets|healthz|readyz|metrics|openapi\.json)(\/|$)/

/** The app's files, and its index for every address that is a page. */
export function pages({ publicUrl, folder }: PageOptions) {
  const index = indexOf(join(folder, 'index.html'))
  return async (app: FastifyInstance): Promise<void> => {
    // The build leaves .br and .gz beside each file.
    const files = { root: folder, serve: false, cacheControl: false, preCompressed: true }
    await app.register(fastifyStatic, files)
    // Named after their content, so a copy is good for ever.
    app.get('/assets/*', async (request, reply) => {
      const file = `assets/${(request.params as { '*': string })['*']}`
      if (!(await isFile(join(folder, file)))) throw new Problem('not-found')
      return reply.sendFile(file, { cacheControl: true, maxAge: yearMs, immutable: true })
    })
    app.get('/*', async (request, reply) => {
      const path = request.url.split('?')[0] ?? '/'
      if (notPages.test(path)) throw new Problem('not-found')
      const home = elsewhere(request, publicUrl)
      if (home) return reply.redirect(home, 302)
      if (/^\/[\w/-]+\.[a-z0-9]{2,11}$/.test(path) && path !== '/index.html') {
        if (!(await isFile(join(folder, path)))) throw new Problem('not-found')
        return reply.sendFile(path.slice(1), { cacheControl: true, maxAge: 3_600_000 })
      }
      return page(request, reply, await index())
    })
  }
}

function page(request: FastifyRequest, reply: FastifyReply, html: string | null): FastifyReply {
  const desk = /^\/staff(\/|\?|$)/.test(request.url)
  const language = desk ? 'en' : languageOf(request)
  void reply.header('cache-control', 'no-store').header('vary', 'cookie, accept-language')
  if (html === null)
    return reply.code(503).type('text/plain; charset=utf-8').send('The pages are not built yet.\n')
  return reply
    .type('text/html; charset=utf-8')
    .header('content-language', language === 'es' ? 'es-US' : 'en-US')
    .send(html.replace('<html lang="en"', `<html lang="${language}"`))
}

/** localhost and 127.0.0.1 are two sites to a browser; cookies and log-in live on the public one. */
function elsewhere(request: FastifyRequest, publicUrl: string): string | null {
  const own = new URL(publicUrl)
  const host = request.headers.host ?? own.host
  if (host === own.host || !isLoopback(own.hostname)) return null
  const asked = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : null
  if (!asked || !isLoopback(asked.hostname) || asked.port !== own.port) return null
  return new URL(request.url, publicUrl).origin === own.origin ? `${publicUrl}${request.url}` : null
}

/** Read again when it was built again. */
function indexOf(file: string): () => Promise<string | null> {
  let held: { at: number; html: string } | null = null
  return async () => {
    const at = await stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => null,
    )
    if (at === null) return null
    if (held?.at !== at) held = { at, html: await readFile(file, 'utf8') }
    return held.html
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}
