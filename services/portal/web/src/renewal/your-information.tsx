import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { NoAnswer } from '../api/problem.ts'
import { dashboardQuery, profileQuery, renewalQuery } from '../api/queries.ts'
import { Title } from '../frame/page.tsx'
import { Steps } from '../frame/steps.tsx'
import { useAction } from '../pieces/action.ts'
import { ErrorSummary } from '../pieces/error-summary.tsx'
import { FailureAlert } from '../pieces/failure-alert.tsx'
import { More } from '../pieces/more.tsx'
import { SavedLine } from '../pieces/saved-line.tsx'
import { WaitingLine } from '../pieces/waiting-line.tsx'
import type { AddressField } from '../profile/address-entry.ts'
import { EmailOutcomeLine, type EmailSearch } from '../profile/email-outcome.tsx'
import { InformationRows } from '../profile/information-rows.tsx'
import { MissingFields, useMissing } from '../profile/missing-fields.tsx'
import { useSpeech } from '../words/language.ts'
import { draft, enter, useSaveState } from './draft.ts'

const route = getRouteApi('/person/renewal/information')

/** S5: read what we have, fill in only what is missing. */
export function YourInformation() {
  const { t } = useSpeech()
  const { email } = route.useSearch() as EmailSearch
  const { data } = useSuspenseQuery(dashboardQuery)
  const missing = useMissing()
  const [errors, setErrors] = useState<readonly AddressField[]>([])
  const [round, setRound] = useState(0)
  const problems = errors.map((field) => ({ field, text: t(`form.error.${field}`) }))
  const onMissing = (found: readonly AddressField[]) => {
    setErrors(found)
    setRound((before) => before + 1)
  }
  return (
    <div className="grid">
      <Steps now={1} />
      <Title
        form
        title={t('labels.yourInformation')}
        over={t('form.part', { n: 1 })}
        failed={problems.length > 0}
      />
      <div className="col" id="content">
        <ErrorSummary problems={problems} round={round} />
        <EmailOutcomeLine outcome={email} />
        <p className="measure">{t('form.allHere')}</p>
        <div className="gap-3">
          <InformationRows
            number={data.certification?.number ?? null}
            without={missing.asked ? ['address', 'county'] : []}
          />
        </div>
        <More title={t('form.nameChanged.link')}>
          <p>{t('form.nameChanged.text')}</p>
        </More>
        {missing.asked && <MissingFields missing={missing} errors={errors} />}
        <Continue missing={missing} onMissing={onMissing} />
      </div>
    </div>
  )
}

interface ContinueProps {
  readonly missing: ReturnType<typeof useMissing>
  readonly onMissing: (errors: readonly AddressField[]) => void
}

function Continue({ missing, onMissing }: ContinueProps) {
  const { t } = useSpeech()
  const navigate = useNavigate()
  const form = useSaveState()
  const { data: renewal } = useSuspenseQuery(renewalQuery)
  const { data: profile } = useSuspenseQuery(profileQuery)
  const go = useAction(async () => {
    const errors = await missing.finish()
    onMissing(errors)
    if (errors.length > 0) return
    if (!renewal.renewal?.informationReviewed) enter({ informationReviewed: true })
    if (!(await draft.flush())) throw new NoAnswer('not saved yet')
    await navigate({ to: '/renewal/ethics' })
  })
  const state = missing.state.kind === 'waiting' ? missing.state : form
  return (
    <div className="end">
      <FailureAlert error={go.error} />
      <button
        type="button"
        className="usa-button"
        aria-busy={go.busy || undefined}
        onClick={go.press}
      >
        {t('labels.continue')}
      </button>
      <SavedLine
        state={state}
        savedAt={later(renewal.renewal?.savedAt, missing.asked ? profile.savedAt : undefined)}
      />
      <WaitingLine busy={go.busy} />
    </div>
  )
}

/** The later of two instants. */
function later(one: string | undefined, other: string | undefined): string | undefined {
  if (!one || !other) return one ?? other
  return Date.parse(one) > Date.parse(other) ? one : other
}
