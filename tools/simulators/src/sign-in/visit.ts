import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { InteractionEntity } from './library.ts'
import type { Markup } from '../markup.ts'
import { formTargets, type Extra, type House, type RealmHouse } from './house.ts'
import { layout, newReference, say, sendPage, wordsOf } from './layout.ts'
import type { Language, Realm } from './options.ts'
import { notePage } from './pages.ts'
import type { Form, Mistake } from './pieces.ts'
import { endSessionByUid } from './sessions.ts'
import type { Word } from './words-en.ts'

export type Call = FastifyRequest<{
  Params: { realm: Realm; uid: string }
  Querystring: Record<string, string | undefined>
}>

/** Somebody at our pages, in the middle of a log-in that the portal began. */
export interface Visit {
  house: House
  realm: RealmHouse
  call: Call
  reply: FastifyReply
  interaction: InteractionEntity
  extra: Extra
  language: Language
  /** Address of the log-in box of this log-in. */
  base: string
  body: Record<string, string>
}

export const languageCookie = 'sign-in-language'

function languageIn(value: string | undefined): Language | undefined {
  const first = value?.trim().slice(0, 2).toLowerCase()
  return first === 'en' || first === 'es' ? first : undefined
}

function cookieOf(call: FastifyRequest, name: string): string | undefined {
  const found = (call.headers.cookie ?? '').split('; ').find((pair) => pair.startsWith(`${name}=`))
  return found?.slice(name.length + 1)
}

/** Chosen here, else asked for by the portal, else chosen last, else the browser's. */
export function languageOf(
  call: FastifyRequest,
  extra?: Extra,
  params?: Record<string, unknown>,
): Language {
  const query = call.query as Record<string, string | undefined>
  return (
    languageIn(query.kc_locale) ??
    extra?.language ??
    languageIn(params?.ui_locales as string | undefined) ??
    languageIn(cookieOf(call, languageCookie)) ??
    languageIn(call.headers['accept-language']) ??
    'en'
  )
}

function extraOf(house: House, uid: string): Extra {
  let extra = house.extras.get(uid)
  if (!extra) {
    extra = { csrf: randomBytes(18).toString('base64url') }
    house.extras.set(uid, extra)
    // Log-ins end after an hour; the oldest are long over when there are this many.
    if (house.extras.size > 2_000) house.extras.delete(house.extras.keys().next().value ?? '')
  }
  return extra
}

export function readBody(call: FastifyRequest): Record<string, string> {
  return typeof call.body === 'string' ? Object.fromEntries(new URLSearchParams(call.body)) : {}
}

async function findInteraction(realm: RealmHouse, call: Call, reply: FastifyReply) {
  try {
    const interaction = await realm.library.interactionDetails(call.raw, reply.raw)
    return interaction.uid === call.params.uid ? interaction : null
  } catch {
    return null
  }
}

/** Null when this browser is in no such log-in: the page is old, or another browser's. */
export async function openVisit(
  house: House,
  call: Call,
  reply: FastifyReply,
): Promise<Visit | null> {
  const realm = house.realms[call.params.realm]
  if (!realm) return null
  const interaction = await findInteraction(realm, call, reply)
  if (!interaction) return null
  const extra = extraOf(house, interaction.uid)
  const chosen = languageIn(call.query.kc_locale)
  if (chosen) {
    extra.language = chosen
    reply.header(
      'set-cookie',
      `${languageCookie}=${chosen}; Path=/; Max-Age=31536000; SameSite=Lax`,
    )
  }
  const language = languageOf(call, extra, interaction.params)
  const base = `/realms/${realm.name}/login-actions/${interaction.uid}`
  return { house, realm, call, reply, interaction, extra, language, base, body: readBody(call) }
}

/** A form of ours, sent by a page of ours. */
export function isOwnForm({ call, body, extra }: Visit): boolean {
  const { origin, host } = call.headers
  return body.csrf === extra.csrf && (origin === undefined || origin === `http://${host}`)
}

export function formOf(visit: Visit, mistakes: Mistake[] = [], entries = visit.body): Form {
  return { language: visit.language, mistakes, csrf: visit.extra.csrf, entries }
}

interface Shown {
  title: Word
  body: Markup
  failed?: boolean
  status?: number
}

export function show(
  visit: Visit,
  { title, body, failed = false, status = 200 }: Shown,
): FastifyReply {
  const { house, call, reply, language, base } = visit
  // After a refused form the address in the bar is not one that can be asked for in another language.
  const here = call.method === 'GET' ? call.url : base
  return sendText(house, reply.code(status), {
    language,
    title: wordsOf(language)[title],
    body,
    failed,
    here,
  })
}

type Text = Omit<Parameters<typeof layout>[0], 'reference'>

export function sendText(house: House, reply: FastifyReply, text: Text): FastifyReply {
  const reference = newReference()
  house.journal.write('page', { title: text.title, language: text.language, reference })
  return sendPage(reply, layout({ ...text, reference }, house.frame), formTargets(house))
}

/** For a browser that is in no log-in: says so, and where to begin. */
export function showOver(
  house: House,
  call: FastifyRequest,
  reply: FastifyReply,
  link = false,
): FastifyReply {
  const language = languageOf(call)
  const w = wordsOf(language)
  const start = { href: `${house.frame.links.logIn}?language=${language}`, text: w.start_again }
  const title = link ? w.link_over_title : w.page_over_title
  const body = notePage(title, link ? w.link_over_text : w.page_over_text, start)
  return sendText(house, reply.code(link ? 410 : 400), { language, title, body, here: call.url })
}

export function showFailed(house: House, call: FastifyRequest, reply: FastifyReply): FastifyReply {
  const language = languageOf(call)
  const reference = newReference()
  const title = wordsOf(language).failed_title
  const body = notePage(title, say(language, 'failed_text', { reference }))
  return sendPage(
    reply.code(500),
    layout({ language, title, body, here: call.url, reference }, house.frame),
    [],
  )
}

/** The person has proved who they are: back to the library, which leads them to the portal. */
export async function finishLogIn(
  visit: Visit,
  subject: string,
  amr: string,
): Promise<FastifyReply> {
  const { house, realm, call, reply, extra, interaction } = visit
  const account = house.accounts.find(realm.name, subject)
  if (account && extra.language && account.locale !== extra.language)
    house.accounts.save({ ...account, locale: extra.language })
  await leaveOther(visit, subject)
  const login = { accountId: subject, amr: [amr], acr: '1', remember: false }
  const next = await realm.library.interactionResult(call.raw, reply.raw, { login })
  house.journal.write('signed-in', { realm: realm.name, subject, amr })
  house.extras.delete(interaction.uid)
  return reply.header('cache-control', 'no-store').redirect(next, 303)
}

/**
 * Somebody else was signed in at this computer: their session ends, everywhere. A session that is gone, theirs or an old
 * one of the same person, must not be looked for by the library.
 */
async function leaveOther({ realm, interaction }: Visit, subject: string): Promise<void> {
  const { session } = interaction
  if (!session?.uid) return
  if (session.accountId && session.accountId !== subject)
    await endSessionByUid(realm.sessions, session.uid)
  if (realm.parts.shelves.sessions().some(({ content }) => content.uid === session.uid)) return
  const stored = await realm.library.Interaction.find(interaction.uid)
  if (!stored?.session) return
  delete stored.session.uid
  delete stored.session.accountId
  await stored.save(stored.exp - Math.floor(Date.now() / 1000))
}

export async function finishAction(visit: Visit, status: string): Promise<FastifyReply> {
  const { realm, call, reply, interaction, house } = visit
  const next = await realm.library.interactionResult(call.raw, reply.raw, { kc_action: { status } })
  house.extras.delete(interaction.uid)
  return reply.header('cache-control', 'no-store').redirect(next, 303)
}
