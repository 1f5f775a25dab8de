import type { FastifyRequest } from 'fastify'
import { readCookie } from './cookies.ts'

export type Language = 'en' | 'es'

export const languageCookie = 'language'
export const languageSeconds = 365 * 24 * 60 * 60

/** The language chosen last in this browser, else the first of the browser's own that we speak. */
export function languageOf(request: FastifyRequest): Language {
  const chosen = readCookie(request, languageCookie)
  if (chosen === 'en' || chosen === 'es') return chosen
  for (const part of (request.headers['accept-language'] ?? '').split(',')) {
    const tag = part.trim().slice(0, 2).toLowerCase()
    if (tag === 'en' || tag === 'es') return tag
  }
  return 'en'
}
