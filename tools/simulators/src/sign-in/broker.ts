import type { FastifyReply, FastifyRequest } from 'fastify'
import { newAccount, type Account } from './accounts.ts'
import type { House, Proven } from './house.ts'
import { provePassword } from './log-in.ts'
import { providers, type Provider, type Realm } from './options.ts'
import { linkPage, otherProviderPage } from './pages.ts'
import type { Mistake } from './pieces.ts'
import { finishLogIn, formOf, show, showOver, type Visit } from './visit.ts'

const providerOf = (name: string | undefined): Provider | undefined =>
  providers.find((provider) => provider === name)

/** The button was pressed: off to Google or Microsoft, in the same language. */
export function beginOutside(visit: Visit): FastifyReply {
  const { house, realm, interaction, language, body, base } = visit
  const provider = providerOf(body.provider)
  if (!provider || realm.name !== 'peers') return visit.reply.redirect(base, 303)
  return visit.reply.redirect(
    house.outside.begin(provider, interaction.uid, realm.name, language),
    303,
  )
}

type Return = FastifyRequest<{
  Params: { realm: Realm; provider: string }
  Querystring: { code?: string; state?: string; error?: string }
}>

/** Back from outside. What was proven waits for the browser that began it: only its cookie opens the next page. */
export async function returnFromOutside(
  house: House,
  call: Return,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const provider = providerOf(call.params.provider)
  const { code, state } = call.query
  const back = provider && (await house.outside.finish(provider, { code, state }))
  const extra = back && house.extras.get(back.uid)
  if (!back || !extra) return showOver(house, call, reply)
  const base = `/realms/${back.realm}/login-actions/${back.uid}`
  if (!back.proven) {
    extra.failedProvider = provider
    return reply.redirect(base, 303)
  }
  // A second way proven on the way to joining keeps the first one in mind.
  if (extra.proven && extra.proven.provider !== back.proven.provider) extra.before = extra.proven
  extra.proven = back.proven
  return reply.redirect(`${base}/outside`, 303)
}

const sameEmail = (a: { email: string }, b: { email: string }) =>
  a.email.toLowerCase() === b.email.toLowerCase()

function join(house: House, account: Account, { provider, subject }: Proven): Account {
  house.journal.write('joined', { realm: account.realm, subject: account.subject, provider })
  const linked = { ...account.linked, [provider]: subject }
  return house.accounts.save({ ...account, linked, emailVerified: true })
}

/** Who is it that came back? Somebody known, somebody new, or somebody who still has to prove the other way. */
export async function arriveFromOutside(visit: Visit): Promise<FastifyReply> {
  const { house, realm, extra, language, base } = visit
  const { proven } = extra
  if (!proven) return visit.reply.redirect(base, 303)
  const known = house.accounts.findLinked(realm.name, proven.provider, proven.subject)
  if (known?.disabled) return failedThere(visit, proven.provider)
  if (known) {
    // ACC-4: both ways proven one after the other, in this browser, for the same address.
    const { before } = extra
    if (before && sameEmail(before, known)) join(house, known, before)
    return finishLogIn(visit, known.subject, proven.provider)
  }
  const sameAddress = house.accounts.findByEmail(realm.name, proven.email)
  if (!sameAddress) {
    const { email, firstName, lastName } = proven
    const made = newAccount(realm.name, { email, firstName, lastName, locale: language })
    const account = join(house, made, proven)
    return finishLogIn(visit, account.subject, proven.provider)
  }
  if (sameAddress.disabled) return failedThere(visit, proven.provider)
  if (!sameAddress.emailVerified) {
    // Its mail was never opened, so its password may be a stranger's: it goes.
    const account = join(house, { ...sameAddress, password: null }, proven)
    return finishLogIn(visit, account.subject, proven.provider)
  }
  return showLink(visit, sameAddress)
}

function failedThere(visit: Visit, provider: Provider): FastifyReply {
  visit.extra.failedProvider = provider
  return visit.reply.redirect(visit.base, 303)
}

function showLink(visit: Visit, account: Account, mistakes: Mistake[] = []): FastifyReply {
  const { base } = visit
  const form = formOf(visit, mistakes, {})
  const [other] = Object.keys(account.linked) as Provider[]
  const body =
    !account.password && other
      ? otherProviderPage(form, base, other)
      : linkPage(form, base, account.email)
  const failed = mistakes.length > 0
  return show(visit, { title: 'link_title', body, failed, status: failed ? 401 : 200 })
}

/** The password of the account that was there first, once. */
export async function joinWithPassword(visit: Visit): Promise<FastifyReply> {
  const { house, realm, extra, body, base } = visit
  const { proven } = extra
  const account = proven && house.accounts.findByEmail(realm.name, proven.email)
  if (!proven || !account) return visit.reply.redirect(base, 303)
  const { password = '' } = body
  if (!password) return showLink(visit, account, [{ field: 'password', word: 'password_missing' }])
  const proof = await provePassword(visit, account, { email: account.email, password })
  if (proof === 'closed')
    return showLink(visit, account, [{ field: 'password', word: 'too_many', whole: true }])
  if (proof === 'wrong')
    return showLink(visit, account, [{ field: 'password', word: 'link_wrong' }])
  join(house, account, proven)
  return finishLogIn(visit, account.subject, proven.provider)
}
