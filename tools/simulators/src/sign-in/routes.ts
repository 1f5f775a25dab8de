import type { FastifyInstance, FastifyReply } from 'fastify'
import { arriveFromOutside, beginOutside, joinWithPassword, returnFromOutside } from './broker.ts'
import { askEmailChange, cancelEmailChange } from './email-change.ts'
import type { House } from './house.ts'
import { authenticate, resend, showSent } from './log-in.ts'
import { pressLink, showLink } from './open-link.ts'
import type { Realm } from './options.ts'
import { register, showRegistration } from './registration.ts'
import { askReset, showReset } from './reset.ts'
import { begin, goOn } from './steps.ts'
import { isOwnForm, openVisit, showOver, type Call, type Visit } from './visit.ts'

type Step = (visit: Visit) => FastifyReply | Promise<FastifyReply>

interface Page {
  path: string
  get?: Step
  post?: Step
  /** Staff do not register, and have no outside sign-in. */
  only?: Realm
  /** The step of a log-in at which it makes sense. */
  prompt?: 'login' | 'kc_action'
}

const pages: Page[] = [
  { path: '', get: begin },
  { path: '/authenticate', get: toBase, post: authenticate, prompt: 'login' },
  { path: '/registration', get: showRegistration, post: register, only: 'peers', prompt: 'login' },
  { path: '/sent', get: showSent, prompt: 'login' },
  { path: '/resend', get: toBase, post: resend, prompt: 'login' },
  { path: '/continue', get: toBase, post: goOn },
  { path: '/reset-credentials', get: showReset, post: askReset, prompt: 'login' },
  { path: '/broker', get: toBase, post: beginOutside, only: 'peers', prompt: 'login' },
  { path: '/outside', get: arriveFromOutside, only: 'peers', prompt: 'login' },
  { path: '/link', get: arriveFromOutside, post: joinWithPassword, only: 'peers', prompt: 'login' },
  { path: '/update-email', get: toBase, post: askEmailChange, prompt: 'kc_action' },
  { path: '/cancel', get: toBase, post: cancelEmailChange, prompt: 'kc_action' },
]

/** The address of a form, asked for as a page (a reload after an error): back to the beginning. */
function toBase({ reply, base }: Visit): FastifyReply {
  return reply.redirect(base, 303)
}

function fits({ only, prompt }: Page, { realm, interaction }: Visit): boolean {
  return (!only || only === realm.name) && (!prompt || prompt === interaction.prompt.name)
}

export function addPages(app: FastifyInstance, house: () => House): void {
  const root = '/realms/:realm/login-actions/:uid'
  const answer = async (page: Page, call: Call, reply: FastifyReply) => {
    const visit = await openVisit(house(), call, reply)
    if (!visit) return showOver(house(), call, reply)
    if (!fits(page, visit)) return toBase(visit)
    const posted = call.method === 'POST'
    // A form from elsewhere, or from another browser's log-in, does nothing.
    if (posted && !isOwnForm(visit)) return showOver(house(), call, reply)
    const step = posted ? page.post : page.get
    return step ? step(visit) : toBase(visit)
  }
  for (const page of pages) {
    const url = `${root}${page.path}`
    app.get(url, (call, reply) => answer(page, call as Call, reply))
    if (page.post) app.post(url, (call, reply) => answer(page, call as Call, reply))
  }
  app.get(`${root}/action-token`, (call, reply) => showLink(house(), call as Call, reply))
  app.post(`${root}/action-token`, (call, reply) => pressLink(house(), call as Call, reply))
  app.get('/realms/:realm/broker/:provider/endpoint', (call, reply) =>
    returnFromOutside(house(), call as Parameters<typeof returnFromOutside>[1], reply),
  )
}
