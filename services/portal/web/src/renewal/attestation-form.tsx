import { useSuspenseQuery } from '@tanstack/react-query'
import type { FormEvent, ReactNode } from 'react'
import type { components } from '@peercert/contracts/applications'
import { renewalQuery } from '../api/queries.ts'
import { useToday } from '../frame/session.ts'
import { Checkbox } from '../pieces/checkbox.tsx'
import { ErrorSummary } from '../pieces/error-summary.tsx'
import { FailureAlert } from '../pieces/failure-alert.tsx'
import { TextField } from '../pieces/field.tsx'
import { SavedLine } from '../pieces/saved-line.tsx'
import { TwoWindowsChoice } from '../pieces/two-windows.tsx'
import { WaitingLine } from '../pieces/waiting-line.tsx'
import { useSpeech } from '../words/language.ts'
import type { Differing } from './differing-fields.ts'
import { chooseWindow, enter, twoWindows, useEntered, useSaveState } from './draft.ts'
import { HoursNotYet } from './hours-not-yet.tsx'
import { boxesAsked, type AttestField, type Signing } from './signing.ts'

interface AttestationFormProps {
  readonly renewal: components['schemas']['Renewal']
  readonly signing: Signing
  readonly children: ReactNode
}

/** Signature first; the check boxes last, and nothing below them but Continue (REN-6). */
export function AttestationForm({ renewal, signing, children }: AttestationFormProps) {
  const { t, format } = useSpeech()
  const today = useToday()
  const { signatureName } = useEntered(renewal)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signing.press()
  }
  return (
    <>
      <ErrorSummary problems={signing.problems} round={signing.round} />
      <OtherWindow />
      {children}
      <form noValidate onSubmit={submit}>
        <div className="gap-5">
          <TextField
            id="signatureName"
            label={t('attest.sign')}
            hint={t('attest.date', { date: format.dayDate(today) })}
            error={errorOf(signing, 'signatureName')}
            autoComplete="name"
            spellCheck={false}
            maxLength={200}
            value={signatureName}
            onChange={(event) => enter({ signatureName: event.target.value })}
          />
        </div>
        <Boxes renewal={renewal} signing={signing} />
        <End renewal={renewal} signing={signing} />
      </form>
    </>
  )
}

const errorOf = ({ problems }: Signing, field: AttestField) =>
  problems.find((problem) => problem.field === field)?.text

function Boxes({ renewal, signing }: Omit<AttestationFormProps, 'children'>) {
  const { t, format } = useSpeech()
  const { data } = useSuspenseQuery(renewalQuery)
  const { boxes } = useEntered(renewal)
  const numbers = {
    hours: data.information?.ceHours ?? 20,
    ethics: data.information?.ceEthicsHours ?? 6,
    from: format.date(renewal.ceFrom),
  }
  return (
    <fieldset className="usa-fieldset gap-5">
      <legend className="usa-legend">{t('attest.checkEach')}</legend>
      <ul className="checks plain">
        {boxesAsked(renewal.late).map((box) => {
          const error = boxes[box] ? undefined : errorOf(signing, box)
          return (
            <li key={box} className={error ? 'is-error' : undefined}>
              <Checkbox
                id={box}
                label={t(`attest.box.${box}`, numbers)}
                checked={boxes[box] ?? false}
                error={error}
                onChange={(checked) => enter({ boxes: { [box]: checked } })}
              />
            </li>
          )
        })}
      </ul>
    </fieldset>
  )
}

function End({ renewal, signing }: Omit<AttestationFormProps, 'children'>) {
  const { t } = useSpeech()
  const state = useSaveState()
  const { data } = useSuspenseQuery(renewalQuery)
  return (
    <div className="end">
      <FailureAlert error={signing.error} />
      <button className="usa-button" aria-busy={signing.busy || undefined}>
        {t('labels.continue')}
      </button>
      <SavedLine state={state} savedAt={renewal.savedAt} />
      <WaitingLine busy={signing.busy} />
      {data.information && <HoursNotYet information={data.information} />}
    </div>
  )
}

/** The same field was filled in differently in another window. */
function OtherWindow() {
  const { t } = useSpeech()
  useSaveState()
  const found = twoWindows()
  if (!found) return null
  const shown = (value: string | boolean) =>
    typeof value === 'string'
      ? value
      : t(value ? 'form.twoWindows.checked' : 'form.twoWindows.notChecked')
  const label = ({ field }: Differing) =>
    field === 'signatureName'
      ? t('attest.sign')
      : t(`attest.box.${field}`, { hours: 20, ethics: 6, from: '' })
  return (
    <TwoWindowsChoice
      at={found.at}
      rows={found.fields.map((one) => ({
        label: label(one),
        mine: shown(one.mine),
        theirs: shown(one.theirs),
      }))}
      choose={(choice) => void chooseWindow(choice)}
    />
  )
}
