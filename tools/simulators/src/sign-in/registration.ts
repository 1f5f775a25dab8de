import type { FastifyReply } from 'fastify'
import { newAccount, type Account } from './accounts.ts'
import { hashPassword } from './passwords.ts'
import { mail, passwordLength } from './house.ts'
import { emailMistakes, passwordMistakes } from './entries.ts'
import { waitForMail } from './log-in.ts'
import { registrationPage } from './pages.ts'
import type { Mistake } from './pieces.ts'
import { formOf, show, type Visit } from './visit.ts'

export function showRegistration(visit: Visit, mistakes: Mistake[] = []): FastifyReply {
  const { password: _never, ...entries } = visit.body
  const form = formOf(visit, mistakes, entries)
  const body = registrationPage(form, visit.base, passwordLength[visit.realm.name])
  const failed = mistakes.length > 0
  return show(visit, { title: 'register_title', body, failed, status: failed ? 422 : 200 })
}

function mistakesIn({ body, realm }: Visit): Mistake[] {
  const { firstName = '', lastName = '', email = '', password = '' } = body
  return [
    ...(firstName.trim() ? [] : [{ field: 'firstName', word: 'first_name_missing' } as const]),
    ...(lastName.trim() ? [] : [{ field: 'lastName', word: 'last_name_missing' } as const]),
    ...emailMistakes('email', email),
    ...passwordMistakes(realm.name, password, email),
  ]
}

/** ACC-2, ACC-3. The page answers alike whether or not the address has an account. */
export async function register(visit: Visit): Promise<FastifyReply> {
  const { house, realm, body, language, extra } = visit
  const mistakes = mistakesIn(visit)
  if (mistakes.length > 0) return showRegistration(visit, mistakes)
  const { firstName = '', lastName = '', email = '', password = '' } = body
  const hash = await hashPassword(password)
  const existing = house.accounts.findByEmail(realm.name, email)
  if (existing?.emailVerified) {
    await mail(house, { kind: 'known', language, account: existing, to: existing.email })
    extra.waiting = { subject: '', email: email.trim() }
    return visit.reply.redirect(`${visit.base}/sent`, 303)
  }
  const names = { firstName: firstName.trim(), lastName: lastName.trim(), locale: language }
  const account: Account = {
    // Until its mail is opened an account belongs to nobody: a new try takes its place.
    ...(existing ?? newAccount(realm.name, { ...names, email })),
    ...names,
    email: email.trim(),
    password: hash,
  }
  house.accounts.save(account)
  house.journal.write('registered', { realm: realm.name, subject: account.subject })
  return waitForMail(visit, account)
}
