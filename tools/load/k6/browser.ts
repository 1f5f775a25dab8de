import http, { type RefinedResponse } from 'k6/http'
import { parseHTML } from 'k6/html'

export type Answer = RefinedResponse<'text'>

/**
 * A browser as far as cookies and redirects go. k6's own jar keeps a Secure cookie from http, where browsers trust this
 * machine; so the cookies are kept here, and redirects followed one by one.
 */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly #address: string

  constructor(address: string) {
    this.#address = address
  }

  open(url: string): Answer {
    return this.#follow(url, this.#ask('GET', url))
  }

  submit(url: string, fields: Record<string, string>): Answer {
    return this.#follow(url, this.#ask('POST', url, fields))
  }

  #follow(from: string, first: Answer): Answer {
    let [answer, url] = [first, from]
    for (let hop = 0; hop < 10 && answer.status >= 300 && answer.status < 400; hop += 1) {
      url = resolved(answer.headers.Location ?? '', url)
      answer = this.#ask('GET', url)
    }
    return answer
  }

  #ask(method: 'GET' | 'POST', url: string, fields?: Record<string, string>): Answer {
    const answer = http.request(method, url, fields ?? null, {
      redirects: 0,
      jar: new http.CookieJar(),
      headers: { ...from(this.#address), cookie: cookieText(this.cookies) },
      responseType: 'text',
    })
    for (const [name, [cookie]] of Object.entries(answer.cookies)) {
      if (!cookie?.value) this.cookies.delete(name)
      else this.cookies.set(name, cookie.value)
    }
    return answer
  }
}

/** Who it is that asks, as whatever stands in front of the portal says it: limits count addresses. */
export const from = (address: string) => ({ 'x-forwarded-for': address })

export function cookieText(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map((pair) => pair.join('=')).join('; ')
}

/** The form that asks for a password, with what it already holds; wherever the sign-in is. */
export function passwordForm(page: Answer): {
  readonly action: string
  readonly fields: Record<string, string>
  readonly nameField: string
} {
  const inputs = parseHTML(page.body).find('form:has(input[type=password])').first()
  const fields: Record<string, string> = {}
  let nameField = ''
  inputs.find('input[name]').each((_, input) => {
    const [name, type] = [input.getAttribute('name') ?? '', input.getAttribute('type') ?? 'text']
    if (type === 'hidden') fields[name] = input.getAttribute('value') ?? ''
    if (type === 'text' || type === 'email') nameField = name
  })
  return { action: resolved(inputs.attr('action') ?? '', page.url), fields, nameField }
}

function resolved(place: string, base: string): string {
  if (/^https?:/.test(place)) return place
  return `${/^https?:\/\/[^/]+/.exec(base)?.[0]}${place}`
}
