import type { components } from '@peercert/contracts/applications'
import { findHolderOf } from '../actions/load-holder.ts'
import { showCertification } from '../actions/show-certification.ts'
import { showRenewal } from '../actions/show-renewal.ts'
import { signCode, signRenewal } from '../actions/sign.ts'
import { showSignature, showSignedText } from '../actions/show-signature.ts'
import type { Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { findAccount } from '../store/sign-ins.ts'
import { find, list } from '../store/signatures.ts'
import { lockHolderOf, tell } from './renewal.ts'

type Signature = components['schemas']['Signature']

export const signatureRoutes: Pick<
  Routes,
  'signRenewal' | 'signCodeOfEthics' | 'listMySignatures' | 'getSignature'
> = {
  async signRenewal(call, deps) {
    const renewal = await deps.db.$transaction(async (tx) => {
      const holder = await lockHolderOf(tx, call, deps, 'no-draft')
      const from = { ip: call.request.ip, input: call.body }
      return showRenewal(await signRenewal(tx, holder, from), holder)
    })
    await tell(call.caller.subject, deps)
    return { status: 200, body: renewal }
  },

  async signCodeOfEthics(call, deps) {
    const certification = await deps.db.$transaction(async (tx) => {
      const holder = await lockHolderOf(tx, call, deps, 'no-certification')
      await signCode(tx, holder, { ip: call.request.ip, input: call.body })
      return showCertification(tx, holder, deps.portalUrl)
    })
    deps.signals.emit('account', certification.accountId)
    return { status: 200, body: certification }
  },

  async listMySignatures({ caller }, { db, clock }) {
    const { holder } = await findHolderOf(db, caller.subject, clock)
    const rows = holder ? await list(db, holder.held.id) : []
    const signatures: Signature[] = rows.map(showSignature)
    return { status: 200, body: { signatures } }
  },

  async getSignature({ params, caller }, { db }) {
    const signature = await find(db, params.signatureId)
    const own =
      caller.realm === 'staff' || (await findAccount(db, caller.subject)) === signature?.accountId
    if (!signature || !own) throw refuse('not-found')
    return { status: 200, body: showSignedText(signature) }
  },
}
