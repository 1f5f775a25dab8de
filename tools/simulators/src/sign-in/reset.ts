import type { FastifyReply } from 'fastify'
import { mail, mailLink } from './house.ts'
import { resetPage, resetSentPage } from './pages.ts'
import type { Mistake } from './pieces.ts'
import { emailMistakes } from './entries.ts'
import { formOf, show, type Visit } from './visit.ts'

export function showReset(visit: Visit, mistakes: Mistake[] = []): FastifyReply {
  const email = visit.body.email ?? visit.extra.proven?.email
  const body = resetPage(formOf(visit, mistakes, email ? { email } : {}), visit.base)
  const failed = mistakes.length > 0
  return show(visit, { title: 'reset_title', body, failed, status: failed ? 422 : 200 })
}

/** ACC-6, ACC-5: the page says the same to everybody; the mail says what is true. */
export async function askReset(visit: Visit): Promise<FastifyReply> {
  const { house, realm, body, language, interaction, base } = visit
  const { email = '' } = body
  const mistakes = emailMistakes('email', email)
  if (mistakes.length > 0) return showReset(visit, mistakes)
  const account = house.accounts.findByEmail(realm.name, email)
  if (account && !account.disabled && !house.actionLinks.tooOften('reset', account)) {
    const to = account.email
    const link = { purpose: 'reset' as const, to, uid: interaction.uid, language }
    // Not waited for: the time of the answer would tell who has an account.
    void (account.password
      ? mailLink(house, account, link)
      : mail(house, { kind: 'reset-provider', language, account, to }))
  }
  const page = resetSentPage(formOf(visit), base, email.trim())
  return show(visit, { title: 'sent_title', body: page })
}
