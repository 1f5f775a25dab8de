interface Cookie {
  name: string
  value: string
  path: string
}

export interface Page {
  url: string
  status: number
  html: string
  /** Where the browser would have gone next, when that is outside. */
  left: string | null
  headers: Headers
}

const unescape = (text: string) =>
  text
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')

/** A browser without a screen: keeps cookies by path, follows redirects, sends forms. */
export class Browser {
  #cookies: Cookie[] = []
  #headers: Record<string, string>
  /** Addresses that are not asked for: coming there ends the journey. */
  #outside: string

  constructor(outside: string, headers: Record<string, string> = {}) {
    this.#outside = outside
    this.#headers = headers
  }

  async open(url: string, init: RequestInit = {}): Promise<Page> {
    let at = url
    let next = init
    for (let hops = 0; hops < 12; hops++) {
      if (at.startsWith(this.#outside))
        return { url: at, status: 0, html: '', left: at, headers: new Headers() }
      const answer = await fetch(at, {
        ...next,
        redirect: 'manual',
        headers: { ...this.#headers, ...(next.headers as object), cookie: this.#cookiesFor(at) },
      })
      this.#remember(answer, at)
      const location = answer.headers.get('location')
      if (!location) {
        const { status, headers } = answer
        return { url: at, status, html: await answer.text(), left: null, headers }
      }
      await answer.body?.cancel()
      at = new URL(location, at).href
      next = {}
    }
    throw new Error(`too many redirects at ${at}`)
  }

  /** Sends the form whose action ends with `action`, with the fields it has and these. */
  submit(page: Page, action: string, fields: Record<string, string> = {}): Promise<Page> {
    return this.#send(page, (to) => to.endsWith(action), fields)
  }

  /** Of several forms to one address, the one with the given field. */
  submitWith(
    page: Page,
    part: string,
    field: string,
    fields: Record<string, string>,
  ): Promise<Page> {
    const has = (inside: string) => inside.includes(`name="${field}"`)
    return this.#send(page, (to, inside) => to.includes(part) && has(inside), fields)
  }

  #send(
    page: Page,
    fits: (to: string, inside: string) => boolean,
    fields: Record<string, string>,
  ): Promise<Page> {
    const forms = [...page.html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)]
    const form = forms.find(([, to = '', inside = '']) =>
      fits(unescape(to).split('?')[0] ?? '', inside),
    )
    if (!form) throw new Error(`no such form in:\n${page.html}`)
    const [, to = '', inside = ''] = form
    const hidden = [...inside.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [
      /name="([^"]*)"/.exec(tag)?.[1] ?? '',
      unescape(/value="([^"]*)"/.exec(tag)?.[1] ?? ''),
    ])
    const url = new URL(unescape(to), page.url)
    return this.open(url.href, {
      method: 'POST',
      headers: { origin: url.origin },
      body: new URLSearchParams({ ...Object.fromEntries(hidden), ...fields }),
    })
  }

  follow(page: Page, hrefEnd: string): Promise<Page> {
    const links = [...page.html.matchAll(/<a[^>]*href="([^"]*)"/g)].map(([, to = '']) =>
      unescape(to),
    )
    const link = links.find((to) => to.endsWith(hrefEnd))
    if (!link) throw new Error(`no link to ${hrefEnd} in:\n${page.html}`)
    return this.open(new URL(link, page.url).href)
  }

  #cookiesFor(url: string): string {
    const { pathname } = new URL(url)
    return this.#cookies
      .filter(({ path }) => pathname === path || pathname.startsWith(path.replace(/\/?$/, '/')))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
  }

  #remember(answer: Response, url: string): void {
    for (const header of answer.headers.getSetCookie()) {
      const [pair = '', ...attributes] = header.split(/; */)
      const [name = '', value = ''] = pair.split(/=(.*)/s)
      const given = attributes.find((a) => a.toLowerCase().startsWith('path='))?.slice(5)
      const path = given ?? new URL(url).pathname
      this.#cookies = this.#cookies.filter((c) => c.name !== name || c.path !== path)
      const over = attributes.some((a) => /^(max-age=0|expires=thu, 01 jan 1970)/i.test(a))
      if (!over && value) this.#cookies.push({ name, value, path })
    }
  }
}

export const textOf = (page: Page): string =>
  unescape(page.html.replaceAll(/<[^>]+>/g, ' ')).replaceAll(/\s+/g, ' ')
