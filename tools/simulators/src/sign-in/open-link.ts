import type { FastifyReply } from 'fastify'
import type { Account } from './accounts.ts'
import type { ActionLink } from './action-links.ts'
import { passwordLength, type House } from './house.ts'
import { say, wordsOf } from './layout.ts'
import { hashPassword, checkPassword } from './passwords.ts'
import { confirmPage, newPasswordPage, notePage, verifyPage } from './pages.ts'
import type { Form, Mistake } from './pieces.ts'
import { passwordMistakes } from './entries.ts'
import { endSessionsOf } from './sessions.ts'
import {
  finishAction,
  finishLogIn,
  languageOf,
  openVisit,
  readBody,
  sendText,
  showOver,
  type Call,
  type Visit,
} from './visit.ts'
import type { Word } from './words-en.ts'

/** Somebody who opened a link from a mail; `visit` is set when it is the browser that asked for it. */
interface Opening {
  house: House
  call: Call
  reply: FastifyReply
  key: string
  link: ActionLink
  account: Account
  visit: Visit | null
  form: Form
}

async function open(house: House, call: Call, reply: FastifyReply): Promise<Opening | null> {
  const key = call.query.key ?? ''
  const link = house.actionLinks.find(key)
  const account = link && house.accounts.find(link.realm, link.subject)
  if (!link || !account || account.disabled || link.realm !== call.params.realm) return null
  const visit = await openVisit(house, call, reply)
  const language = visit?.language ?? (call.query.kc_locale ? languageOf(call) : link.language)
  // The key itself is the proof that the form is ours: nobody else knows it.
  const form = { language, mistakes: [], csrf: key, entries: {} }
  return { house, call, reply, key, link, account, visit, form }
}

const actionOf = ({ call, key }: Opening) =>
  `/realms/${call.params.realm}/login-actions/${call.params.uid}/action-token?key=${key}`

function text(opening: Opening, title: Word, body: ReturnType<typeof notePage>, failed = false) {
  const { house, reply, form } = opening
  const { language } = form
  return sendText(house, failed ? reply.code(422) : reply, {
    language,
    title: wordsOf(language)[title],
    body,
    failed,
    here: actionOf(opening),
  })
}

const withMistakes = (opening: Opening, mistakes: Mistake[]): Form => ({
  ...opening.form,
  mistakes,
})

function ask(opening: Opening, mistakes: Mistake[] = []): FastifyReply {
  const { link, account } = opening
  const form = withMistakes(opening, mistakes)
  const w = wordsOf(form.language)
  const failed = mistakes.length > 0
  if (link.purpose === 'reset') {
    const length = passwordLength[account.realm]
    const page = newPasswordPage(form, actionOf(opening), { email: account.email, length })
    return text(opening, 'choose_title', page, failed)
  }
  if (link.purpose === 'verify')
    return text(opening, 'verify_title', verifyPage(form, actionOf(opening), link.email), failed)
  const page = confirmPage(form, actionOf(opening), {
    title: w.change_confirm_title,
    text: say(form.language, 'change_confirm_text', { email: link.email }),
    button: w.changed_button,
  })
  return text(opening, 'change_confirm_title', page, failed)
}

/** Where the person goes next: on with the log-in they were in, or to the portal's own beginning. */
function done(opening: Opening, title: Word, note: string): FastifyReply | Promise<FastifyReply> {
  const { house, form, visit, account } = opening
  if (visit && visit.interaction.prompt.name === 'login')
    return finishLogIn(visit, account.subject, 'pwd')
  const { language } = form
  const w = wordsOf(language)
  const link = { href: `${house.frame.links.logIn}?language=${language}`, text: w.log_in }
  return text(opening, title, notePage(w[title], note, link))
}

function verify(opening: Opening): FastifyReply | Promise<FastifyReply> {
  const { house, key, account, form } = opening
  house.actionLinks.use(key)
  house.accounts.save({ ...account, emailVerified: true })
  house.journal.write('verified', { realm: account.realm, subject: account.subject })
  return done(opening, 'verified_title', wordsOf(form.language).verified_text)
}

/** ACC-6: a new password ends everything that was open under the old one. */
async function choosePassword(opening: Opening, password: string): Promise<FastifyReply> {
  const { house, key, account, form } = opening
  const mistakes = passwordMistakes(account.realm, password, account.email)
  if (mistakes.length > 0) return ask(opening, mistakes)
  house.actionLinks.use(key)
  house.accounts.save({ ...account, password: await hashPassword(password), emailVerified: true })
  house.attempts.forget(`${account.realm}:${account.email.toLowerCase()}`)
  await endSessionsOf(house.realms[account.realm].sessions, account.subject)
  house.journal.write('password-changed', { realm: account.realm, subject: account.subject })
  return done(opening, 'chosen_title', wordsOf(form.language).chosen_text)
}

function changeEmail(opening: Opening): FastifyReply | Promise<FastifyReply> {
  const { house, key, link, account, visit, form } = opening
  const { language } = form
  const w = wordsOf(language)
  const taken = house.accounts.findByEmail(account.realm, link.email)
  house.actionLinks.use(key)
  if (taken && taken.subject !== account.subject) {
    const note = say(language, 'change_taken', { phone: house.frame.help.phone })
    return text(opening, 'change_title', notePage(w.change_title, note))
  }
  house.accounts.save({ ...account, email: link.email, emailVerified: true })
  house.journal.write('email-changed', { realm: account.realm, subject: account.subject })
  if (visit?.interaction.prompt.name === 'kc_action') return finishAction(visit, 'success')
  const note = say(language, 'changed_text', { email: link.email })
  const home = { href: `${house.frame.links.home}?language=${language}`, text: w.continue }
  return text(opening, 'changed_title', notePage(w.changed_title, note, home))
}

export async function showLink(
  house: House,
  call: Call,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const opening = await open(house, call, reply)
  if (!opening) return showOver(house, call, reply, true)
  // The browser that asked goes straight on; elsewhere a press is needed, so that scanners do nothing.
  if (opening.visit && opening.link.purpose === 'verify') return verify(opening)
  if (opening.visit && opening.link.purpose === 'change') return changeEmail(opening)
  return ask(opening)
}

export async function pressLink(
  house: House,
  call: Call,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const opening = await open(house, call, reply)
  if (!opening) return showOver(house, call, reply, true)
  const { password = '', csrf } = readBody(call)
  if (csrf !== opening.key) return showOver(house, call, reply, true)
  if (opening.link.purpose === 'reset') return choosePassword(opening, password)
  if (opening.link.purpose === 'change') return changeEmail(opening)
  return provenVerify(opening, password)
}

async function provenVerify(opening: Opening, password: string): Promise<FastifyReply> {
  const { house, account } = opening
  const key = `${account.realm}:${account.email.toLowerCase()}`
  if (house.attempts.closed(key))
    return ask(opening, [{ field: 'password', word: 'too_many', whole: true }])
  if (!(await checkPassword(password, account.password))) {
    house.attempts.failed(key)
    return ask(opening, [{ field: 'password', word: 'link_wrong' }])
  }
  return verify(opening)
}
