import type { FastifyReply } from 'fastify'
import type { Account } from './accounts.ts'
import { mailLink } from './house.ts'
import { say, wordsOf } from './layout.ts'
import { providerNames, type Provider } from './options.ts'
import { emailChangePage, emailSentPage } from './pages.ts'
import type { Mistake } from './pieces.ts'
import { emailMistakes } from './entries.ts'
import { finishAction, formOf, show, type Visit } from './visit.ts'

function getAccount({ house, realm, interaction }: Visit): Account {
  const account = house.accounts.find(realm.name, interaction.session?.accountId ?? '')
  if (!account) throw new Error('a change to the account of nobody')
  return account
}

export function updateEmailStep(visit: Visit, mistakes: Mistake[] = []): FastifyReply {
  const { email } = getAccount(visit)
  const body = emailChangePage(formOf(visit, mistakes), visit.base, email)
  const failed = mistakes.length > 0
  return show(visit, { title: 'change_title', body, failed, status: failed ? 422 : 200 })
}

/** ACC-7: nothing changes before the new address has answered. A taken address is told only there. */
export async function askEmailChange(visit: Visit): Promise<FastifyReply> {
  const { house, body, interaction, language, extra, base } = visit
  const account = getAccount(visit)
  const email = (body.newEmail ?? '').trim()
  const mistakes = emailMistakes('newEmail', email)
  if (email.toLowerCase() === account.email.toLowerCase())
    mistakes.push({ field: 'newEmail', word: 'change_same' })
  if (mistakes.length > 0) return updateEmailStep(visit, mistakes)
  if (!house.actionLinks.tooOften('change', account))
    await mailLink(house, account, { purpose: 'change', to: email, uid: interaction.uid, language })
  extra.waiting = { subject: account.subject, email }
  return visit.reply.redirect(base, 303)
}

function wayOf(account: Account, { language }: Visit): string {
  if (account.password) return wordsOf(language).sent_change_password
  const [provider] = Object.keys(account.linked) as Provider[]
  return provider
    ? say(language, 'sent_change_provider', { provider: providerNames[provider] })
    : wordsOf(language).sent_change_password
}

/** The mail is on its way; the person need not wait for it. */
export function emailSentStep(visit: Visit, going = false): FastifyReply | Promise<FastifyReply> {
  const { extra, language, base } = visit
  if (going) return finishAction(visit, 'success')
  const account = getAccount(visit)
  const email = extra.waiting?.email ?? ''
  const text = [say(language, 'sent_change', { email, old: account.email }), wayOf(account, visit)]
  return show(visit, { title: 'sent_title', body: emailSentPage(formOf(visit), base, text) })
}

export const cancelEmailChange = (visit: Visit) => finishAction(visit, 'cancelled')
