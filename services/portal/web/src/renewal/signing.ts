import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { components } from '@peercert/contracts/applications'
import { applications } from '../api/clients.ts'
import { answer, NoAnswer, refusedAs, type Problem } from '../api/problem.ts'
import { queryClient, renewalQuery, textQuery } from '../api/queries.ts'
import { useAction, type Action } from '../pieces/action.ts'
import type { FieldProblem } from '../pieces/error-summary.tsx'
import { useSpeech } from '../words/language.ts'
import type { Box } from './differing-fields.ts'
import { draft, findRenewal, keepRenewal } from './draft.ts'

type Renewal = components['schemas']['Renewal']
export type AttestField = 'signatureName' | Box

/** The boxes in the order in which they stand; the last is asked of a late renewal only. */
export const boxesAsked = (late: boolean): Box[] =>
  late ? ['ethics', 'hours', 'records', 'truth', 'late'] : ['ethics', 'hours', 'records', 'truth']

export interface Signing extends Action {
  readonly problems: readonly FieldProblem[]
  readonly round: number
}

/** Continue: everything that is missing is named at once; signed, the form goes on to Pay. */
export function useSigning(renewal: Renewal, certifiedName: string): Signing {
  const { t, language } = useSpeech()
  const navigate = useNavigate()
  const [missing, setMissing] = useState<readonly AttestField[]>([])
  const [round, setRound] = useState(0)
  const show = (fields: readonly AttestField[]) => {
    setMissing(fields)
    setRound((before) => before + 1)
  }
  const action = useAction(async () => {
    if (!(await draft.flush())) throw new NoAnswer('not saved yet')
    const now = findRenewal() ?? renewal
    try {
      keepRenewal(await sign(now, language))
    } catch (error) {
      if (refusedAs(error, 'attestation-incomplete')) {
        const fields = missingFields(error.problem, now.late)
        if (fields.length > 0) return show(fields)
      }
      if (!refusedAs(error, 'text-not-in-force')) throw error
      await queryClient.invalidateQueries()
      return void (await navigate({ to: '/renewal/ethics' }))
    }
    show([])
    await navigate({ to: '/renewal/pay' })
  })
  // A box that is checked now is no problem any more, even before the next press.
  const problems = missing.map((field) => ({
    field,
    text: t(`attest.error.${field}`, { name: certifiedName }),
  }))
  return { ...action, problems, round }
}

async function sign(renewal: Renewal, language: 'en' | 'es'): Promise<Renewal> {
  const textId = renewal.late ? 'attestation-late' : 'attestation'
  const text = await queryClient.ensureQueryData(textQuery(textId, language))
  const signed = await answer(
    applications.POST('/me/renewal/signature', {
      body: {
        signatureName: renewal.signatureName,
        boxes: renewal.boxes,
        codeVersion: renewal.codeRead?.version ?? '',
        attestationVersion: text.version,
        language,
      },
    }),
  )
  void queryClient.invalidateQueries({ queryKey: renewalQuery.queryKey })
  return signed
}

/** The service names each missing thing by a pointer into the request: /body/boxes/hours, /signatureName. */
export function missingFields({ errors = [] }: Problem, late: boolean): AttestField[] {
  const named = new Set(errors.map(({ field }) => field.split('/').at(-1)))
  return (['signatureName', ...boxesAsked(late)] as const).filter((field) => named.has(field))
}
