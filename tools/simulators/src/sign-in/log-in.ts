import type { FastifyReply } from 'fastify'
import type { Account } from './accounts.ts'
import { checkPassword } from './passwords.ts'
import { mailLink } from './house.ts'
import { logInPage, sentPage } from './pages.ts'
import type { Mistake } from './pieces.ts'
import { providerNames } from './options.ts'
import { wordsOf } from './layout.ts'
import { finishLogIn, formOf, show, type Visit } from './visit.ts'

export function showLogIn(visit: Visit, mistakes: Mistake[] = [], status = 200): FastifyReply {
  const { house, realm, interaction, extra, base, language } = visit
  const { failedProvider } = extra
  const known = house.accounts.find(realm.name, interaction.session?.accountId ?? '')
  if (failedProvider) {
    mistakes.push({
      field: 'email',
      word: 'provider_failed',
      values: { provider: providerNames[failedProvider] },
      whole: true,
    })
    delete extra.failedProvider
  }
  const email =
    visit.body.email ??
    interaction.params.login_hint ??
    // Asked again on the way to a change: the person is known.
    (interaction.params.kc_action ? known?.email : undefined)
  const form = formOf(visit, mistakes, email ? { email } : {})
  const cannotGetIn = `${house.frame.links.cannotGetIn}?language=${language}`
  const body = logInPage(form, { base, realm: realm.name, cannotGetIn })
  return show(visit, { title: 'log_in', body, failed: mistakes.length > 0, status })
}

function emptyFields({ body }: Visit): Mistake[] {
  const mistakes: Mistake[] = []
  if (!body.email?.trim()) mistakes.push({ field: 'email', word: 'email_missing' })
  if (!body.password) mistakes.push({ field: 'password', word: 'password_missing' })
  return mistakes
}

export const attemptKey = (visit: Visit, email: string) =>
  `${visit.realm.name}:${email.trim().toLowerCase()}`

/** Right or wrong, with the count of tries; null when it was wrong or there were too many. */
export async function provePassword(
  visit: Visit,
  account: Account | undefined,
  { email, password }: { email: string; password: string },
): Promise<'right' | 'wrong' | 'closed'> {
  const { attempts } = visit.house
  const key = attemptKey(visit, email)
  if (attempts.closed(key)) return 'closed'
  const right = await checkPassword(password, account?.password ?? null)
  if (right && !account?.disabled) {
    attempts.forget(key)
    return 'right'
  }
  attempts.failed(key)
  return attempts.closed(key) ? 'closed' : 'wrong'
}

export async function authenticate(visit: Visit): Promise<FastifyReply> {
  const { house, realm, body } = visit
  const empty = emptyFields(visit)
  if (empty.length > 0) return showLogIn(visit, empty, 422)
  const { email = '', password = '' } = body
  const account = house.accounts.findByEmail(realm.name, email)
  const proof = await provePassword(visit, account, { email, password })
  if (proof !== 'right') {
    house.journal.write('refused', { realm: realm.name, proof })
    const wrong = realm.name === 'peers' ? 'wrong_pair' : 'wrong_pair_staff'
    const word = proof === 'closed' ? 'too_many' : wrong
    return showLogIn(visit, [{ field: 'email', word, whole: true }], proof === 'closed' ? 429 : 401)
  }
  if (!account) throw new Error('nobody has a right password')
  if (!account.emailVerified) return waitForMail(visit, account)
  return finishLogIn(visit, account.subject, 'pwd')
}

/** The account is good when its mail has been opened. */
export async function waitForMail(visit: Visit, account: Account): Promise<FastifyReply> {
  const { house, interaction, language, extra } = visit
  extra.waiting = { subject: account.subject, email: account.email }
  if (!house.actionLinks.tooOften('verify', account))
    await mailLink(house, account, {
      purpose: 'verify',
      to: account.email,
      uid: interaction.uid,
      language,
    })
  return visit.reply.redirect(`${visit.base}/sent`, 303)
}

export function showSent(visit: Visit, mistakes: Mistake[] = []): FastifyReply {
  const { extra, base, language } = visit
  if (!extra.waiting) return visit.reply.redirect(base, 303)
  const note = extra.note === 'again' ? wordsOf(language).sent_again_done : ''
  delete extra.note
  const { email } = extra.waiting
  const body = sentPage(formOf(visit, mistakes), base, { email, note })
  return show(visit, { title: 'sent_title', body, failed: mistakes.length > 0 })
}

export async function resend(visit: Visit): Promise<FastifyReply> {
  const { house, realm, extra, interaction, language, base } = visit
  const account = house.accounts.find(realm.name, extra.waiting?.subject ?? '')
  if (!account || account.emailVerified) {
    // Somebody who has an account already gets the same answer, and no second mail.
    extra.note = 'again'
    return visit.reply.redirect(`${base}/sent`, 303)
  }
  if (house.actionLinks.tooOften('verify', account))
    return showSent(visit, [{ field: 'content', word: 'sent_too_often', whole: true }])
  const to = account.email
  await mailLink(house, account, { purpose: 'verify', to, uid: interaction.uid, language })
  extra.note = 'again'
  return visit.reply.redirect(`${base}/sent`, 303)
}
