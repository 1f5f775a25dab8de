/** Where a log-in may lead: a page of our own, or nothing. */
export function ownPath(text: string | undefined, origin: string): string | null {
  if (!text || text.length > 500) return null
  // A browser reads // and /\ as another host, and drops control characters before it looks.
  if (!/^\/(?![/\\])[^\\]*$/.test(text) || hasControl(text)) return null
  const url = new URL(text, origin)
  if (url.origin !== origin) return null
  const path = url.pathname
  if (/^\/(api|auth|u)(\/|$)/.test(path) || path.startsWith('//')) return null
  return `${path}${url.search}`
}

function hasControl(text: string): boolean {
  return [...text].some((letter) => letter.charCodeAt(0) < 32 || letter.charCodeAt(0) === 127)
}

/** Another person than the one who was here before goes to their own start, never to the page before. */
export function landing(wanted: string | null, samePerson: boolean, home: string): string {
  return wanted !== null && samePerson ? wanted : home
}

export function withQuery(path: string, name: string, value: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`
}
