import { fastifyCookie as cookie } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'

export interface CookieOptions {
  readonly secure: boolean
  /** Without it the cookie goes when the browser closes. */
  readonly maxAgeSeconds?: number
}

/** Never readable by a script; sent with links from outside, never with their forms. */
export function cookieText(
  name: string,
  value: string,
  { secure, maxAgeSeconds }: CookieOptions,
): string {
  return cookie.serialize(name, value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure,
    ...(maxAgeSeconds !== undefined && { maxAge: maxAgeSeconds }),
  })
}

export function setCookie(
  reply: FastifyReply,
  name: string,
  value: string,
  options: CookieOptions,
): void {
  const text = cookieText(name, value, options)
  const others = [reply.getHeader('set-cookie') ?? []].flat().map(String)
  void reply.header('set-cookie', [...others.filter((one) => !one.startsWith(`${name}=`)), text])
}

export function clearCookie(reply: FastifyReply, name: string, secure: boolean): void {
  setCookie(reply, name, '', { secure, maxAgeSeconds: 0 })
}

export function readCookie(request: FastifyRequest, name: string): string | undefined {
  const header = request.headers.cookie
  return header ? cookie.parse(header)[name] : undefined
}
