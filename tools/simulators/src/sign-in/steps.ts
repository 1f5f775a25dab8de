import type { FastifyReply } from 'fastify'
import { emailSentStep, updateEmailStep } from './email-change.ts'
import { showLogIn, showSent } from './log-in.ts'
import { finishLogIn, type Visit } from './visit.ts'

/** Where a log-in stands: the box, the mail that is waited for, or a change to the account. */
export function begin(visit: Visit): FastifyReply | Promise<FastifyReply> {
  const { interaction, extra } = visit
  if (interaction.prompt.name === 'kc_action')
    return extra.waiting ? emailSentStep(visit) : updateEmailStep(visit)
  return showLogIn(visit)
}

/** The link was opened elsewhere; this browser goes on. */
export async function goOn(visit: Visit): Promise<FastifyReply> {
  const { house, realm, extra } = visit
  if (visit.interaction.prompt.name === 'kc_action') return emailSentStep(visit, true)
  const account = house.accounts.find(realm.name, extra.waiting?.subject ?? '')
  if (account?.emailVerified && !account.disabled && extra.waiting?.subject === account.subject)
    return finishLogIn(visit, account.subject, 'pwd')
  return showSent(visit, [{ field: 'content', word: 'not_yet', whole: true }])
}
