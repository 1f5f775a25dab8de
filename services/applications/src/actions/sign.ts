import type { operations } from '@peercert/contracts/applications'
import { refuse } from '../problems.ts'
import { attestationId, textOn } from '../program.ts'
import { boxesAsked, type Missing, missingFrom, nameMissing } from '../rules/attestation.ts'
import { lookBack } from '../rules/education.ts'
import { decideRenewal } from '../rules/renewal.ts'
import type { Tx } from '../store/database.ts'
import { toDate } from '../store/database.ts'
import { record } from '../store/history.ts'
import { change, get, type RenewalRecord } from '../store/renewals.ts'
import { insert } from '../store/signatures.ts'
import { type Holder, renewalFactsOf } from './load-holder.ts'
import { refuseRenewal } from './refuse-renewal.ts'

type Body<Op extends keyof operations> = operations[Op] extends {
  requestBody: { content: { 'application/json': infer Json } }
}
  ? Json
  : never

interface Signing<Input> {
  /** Kept with the signature (REN-14). */
  readonly ip: string
  readonly input: Input
}

/** The Code and the attestation, in the versions in force, signed at this moment (REN-6, REN-7, REN-14, REN-26). */
export async function signRenewal(
  tx: Tx,
  holder: Holder,
  { ip, input }: Signing<Body<'signRenewal'>>,
): Promise<RenewalRecord> {
  const { held, cycle, day, now, numbers } = holder
  const draft = cycle.live
  if (draft?.state !== 'draft') throw refuse('no-draft')
  const late = mustBePossible(holder)
  const attestation = textOn(attestationId(late), day)
  mustBeInForce(input.codeVersion, textOn('code-of-ethics', day).version)
  mustBeInForce(input.attestationVersion, attestation.version)
  mustBeWhole(missingFrom(input, { certifiedName: held.certifiedName, late }))

  const id = crypto.randomUUID()
  const education = lookBack(held.firstIssuedOn, day, numbers.lookBackYears)
  await insert(tx, {
    ...signatureBase(holder, ip, input),
    id,
    renewalId: draft.id,
    purpose: late ? 'late-renewal' : 'renewal',
    attestationVersion: attestation.version,
    boxes: Object.fromEntries(boxesAsked(late).map((box) => [box, true])),
    ceFrom: toDate(education.from),
    ceTo: toDate(education.to),
  })
  await change(tx, draft.id, ['draft'], {
    signatureId: id,
    stillTrueOn: null,
    signatureName: '',
    boxes: {},
    codeReadVersion: input.codeVersion,
    codeReadLanguage: input.language,
    codeReadAt: now,
    savedAt: now,
    version: { increment: 1 },
  })
  await remember(tx, holder, { id, late, renewal: true, ...input })
  return get(tx, draft.id)
}

/** On receiving the certification (CRT-3, ETH-2). */
export async function signCode(
  tx: Tx,
  holder: Holder,
  { ip, input }: Signing<Body<'signCodeOfEthics'>>,
): Promise<void> {
  const { held, day } = holder
  mustBeInForce(input.codeVersion, textOn('code-of-ethics', day).version)
  const agreed = input.agreed ? [] : [{ field: '/agreed', reason: 'required' as const }]
  mustBeWhole([...nameMissing(input.signatureName, held.certifiedName), ...agreed])
  const id = crypto.randomUUID()
  await insert(tx, {
    ...signatureBase(holder, ip, input),
    id,
    purpose: 'issue',
    boxes: { ethics: true },
  })
  await remember(tx, holder, { id, late: false, renewal: false, ...input })
}

function signatureBase(
  { held, now }: Holder,
  ip: string,
  input: { signatureName: string; codeVersion: string; language: string },
) {
  return {
    certificationId: held.id,
    accountId: held.accountId,
    codeVersion: input.codeVersion,
    language: input.language,
    signedAt: now,
    ip,
    typedName: input.signatureName,
    nameThen: held.certifiedName,
  }
}

interface Remembered {
  readonly id: string
  readonly late: boolean
  readonly renewal: boolean
  readonly codeVersion: string
  readonly attestationVersion?: string
  readonly language: string
}

async function remember(tx: Tx, { held, now }: Holder, signed: Remembered): Promise<void> {
  const { id, late, renewal, codeVersion, attestationVersion, language } = signed
  await record(tx, {
    accountId: held.accountId,
    at: now,
    filter: 'signature',
    code: renewal ? 'renewal.signed' : 'code.signed',
    facts: {
      codeVersion,
      language,
      ...(attestationVersion !== undefined && { attestationVersion, late }),
    },
    actor: { kind: 'person' },
    ruleIds: renewal ? ['REN-6', 'REN-7', 'REN-14'] : ['CRT-3', 'ETH-2'],
    linkedId: id,
  })
}

function mustBePossible(holder: Holder): boolean {
  const decision = decideRenewal(renewalFactsOf(holder), holder.day, holder.numbers)
  if (!('refused' in decision)) return decision.late
  // Any other reason has taken the form away already.
  if (decision.refused !== 'NOT_IN_GOOD_STANDING') throw refuse('no-draft')
  throw refuseRenewal(decision)
}

function mustBeInForce(shown: string, inForce: string): void {
  if (shown !== inForce) throw refuse('text-not-in-force', { inForce })
}

function mustBeWhole(missing: readonly Missing[]): void {
  if (missing.length === 0) return
  const errors = missing.map(({ field, reason }) => ({ field: `/body${field}`, reason }))
  throw refuse('attestation-incomplete', { errors })
}
