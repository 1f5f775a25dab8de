import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { html, type Markup } from '../markup.ts'
import { layout, newReference, say, sendPage, wordsOf, type Frame } from './layout.ts'
import { outsideSubject } from './accounts.ts'
import { emailShape } from './entries.ts'
import { providerNames, providers, type Language, type Provider } from './options.ts'
import type { OutsideHouse, OutsidePerson } from './outside-provider.ts'
import {
  emailField,
  heading,
  primary,
  summary,
  textField,
  type Form,
  type Mistake,
} from './pieces.ts'

type Call = FastifyRequest<{
  Params: { uid: string }
  Querystring: Record<string, string | undefined>
}>

interface Page {
  house: OutsideHouse
  form: Form
  action: string
}

function people({ house, form, action }: Page): Markup | null {
  const w = wordsOf(form.language)
  const known = house.people()
  if (known.length === 0) return null
  const button = ({ email, firstName, lastName }: OutsidePerson) =>
    html`<button class="usa-button usa-button--outline" name="person" value="${email}">
      ${say(form.language, 'outside_as', { name: `${firstName} ${lastName}`.trim() })}
    </button>`
  return html`<form
      method="post"
      action="${action}"
      class="stack end"
      aria-label="${w.outside_people}"
    >
      ${known.map(button)}
    </form>
    <p class="or">${w.or}</p>`
}

function chooser(page: Page): Markup {
  const { house, form, action } = page
  const w = wordsOf(form.language)
  const named = { provider: providerNames[house.name] }
  return html`${summary(form)}${heading(say(form.language, 'outside_title', named))}
    <p class="note">${say(form.language, 'outside_text', named)}</p>
    ${people(page)}
    <form novalidate method="post" action="${action}" aria-label="${w.outside_other}">
      <h2>${w.outside_other}</h2>
      ${emailField(form, { name: 'email', label: w.email })}
      ${textField(form, { name: 'firstName', label: w.first_name, autocomplete: 'given-name' })}
      ${textField(form, { name: 'lastName', label: w.last_name, autocomplete: 'family-name' })}
      ${primary(w.continue)}
    </form>
    <form method="post" action="${action}" class="door__links">
      <button class="link-button" name="cancel" value="1">${w.cancel}</button>
    </form>`
}

function typedPerson(body: Record<string, string>): OutsidePerson | Mistake[] {
  const { email = '', firstName = '', lastName = '' } = body
  const mistakes: Mistake[] = []
  if (!emailShape.test(email.trim()))
    mistakes.push({ field: 'email', word: email.trim() ? 'email_wrong' : 'email_missing' })
  if (!firstName.trim()) mistakes.push({ field: 'firstName', word: 'first_name_missing' })
  if (!lastName.trim()) mistakes.push({ field: 'lastName', word: 'last_name_missing' })
  if (mistakes.length > 0) return mistakes
  return { email: email.trim(), firstName: firstName.trim(), lastName: lastName.trim() }
}

const bodyOf = (call: FastifyRequest): Record<string, string> =>
  typeof call.body === 'string' ? Object.fromEntries(new URLSearchParams(call.body)) : {}

interface Shown {
  house: OutsideHouse
  frame: Frame
  call: Call
  reply: FastifyReply
}

async function interactionOf({ house, call, reply }: Shown) {
  try {
    return await house.library.interactionDetails(call.raw, reply.raw)
  } catch {
    return null
  }
}

function languageIn(call: Call, params: Record<string, string | undefined>): Language {
  const wanted = call.query.kc_locale ?? params.ui_locales ?? call.headers['accept-language'] ?? ''
  return wanted.toLowerCase().startsWith('es') ? 'es' : 'en'
}

async function show(shown: Shown, mistakes: Mistake[] = []): Promise<FastifyReply> {
  const { house, frame, call, reply } = shown
  const interaction = await interactionOf(shown)
  if (!interaction) return reply.code(400).send({ error: 'this page is too old' })
  const language = languageIn(call, interaction.params)
  const action = `/${house.name}/choose/${interaction.uid}?kc_locale=${language}`
  const form: Form = { language, mistakes, csrf: '', entries: bodyOf(call) }
  const title = say(language, 'outside_title', { provider: providerNames[house.name] })
  const body = chooser({ house, form, action })
  const failed = mistakes.length > 0
  const text = { language, title, body, failed, here: action, reference: newReference() }
  // From here the way leads back through pages of clients that only they know.
  return sendPage(reply.code(failed ? 422 : 200), layout(text, frame), ['http:', 'https:'])
}

async function choose(shown: Shown): Promise<FastifyReply> {
  const { house, call, reply } = shown
  if (!(await interactionOf(shown))) return show(shown)
  const body = bodyOf(call)
  const back = async (result: Record<string, unknown>) => {
    const next = await house.library.interactionResult(call.raw, reply.raw, result, {
      mergeWithLastSubmission: false,
    })
    return reply.redirect(next, 303)
  }
  const chosen = (accountId: string) =>
    back({ login: { accountId, remember: false }, select_account: {} })
  if (body.cancel) return back({ error: 'access_denied', error_description: 'cancelled' })
  const known = house.people().find(({ email }) => email === body.person)
  if (known) return chosen(outsideSubject(house.name, known.email))
  const typed = typedPerson(body)
  if (Array.isArray(typed)) return show(shown, typed)
  return chosen(house.meet(typed))
}

export function addOutsidePages(
  app: FastifyInstance,
  houses: () => Record<Provider, OutsideHouse>,
  frame: Frame,
): void {
  for (const name of providers) {
    const url = `/${name}/choose/:uid`
    app.get(url, (call: Call, reply) => show({ house: houses()[name], frame, call, reply }))
    app.post(url, (call: Call, reply) => choose({ house: houses()[name], frame, call, reply }))
  }
}
