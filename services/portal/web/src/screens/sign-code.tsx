import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { applications } from '../api/clients.ts'
import { answer, refusedAs } from '../api/problem.ts'
import { dashboardQuery, queryClient, textQuery } from '../api/queries.ts'
import { InnerPage } from '../frame/page.tsx'
import { useAction } from '../pieces/action.ts'
import { Checkbox } from '../pieces/checkbox.tsx'
import { ErrorSummary } from '../pieces/error-summary.tsx'
import { FailureAlert } from '../pieces/failure-alert.tsx'
import { TextField } from '../pieces/field.tsx'
import { SubmitRow } from '../pieces/submit-row.tsx'
import { WaitingLine } from '../pieces/waiting-line.tsx'
import { CodeText } from '../renewal/code-text.tsx'
import { useSpeech } from '../words/language.ts'

type Missing = 'signatureName' | 'ethics'

/** The Code is signed on receiving the certification; that opens the certificate (CRT-3). */
export function SignCode() {
  const { t, language } = useSpeech()
  const text = useQuery(textQuery('code-of-ethics', language))
  const { data } = useSuspenseQuery(dashboardQuery)
  const [name, setName] = useState('')
  const [agreed, setAgreed] = useState(false)
  const sign = useSignCode({ name, agreed, version: text.data?.version, language })
  const words: Record<Missing, string> = {
    signatureName: t('attest.error.signatureName', {
      name: data.certification?.certifiedName ?? '',
    }),
    ethics: t('attest.error.ethics'),
  }
  const error = (field: Missing) => (sign.missing.includes(field) ? words[field] : null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    sign.press()
  }
  return (
    <InnerPage here="certificate" title={t('labels.codeOfEthics')} failed={sign.missing.length > 0}>
      <ErrorSummary
        problems={sign.missing.map((field) => ({ field, text: words[field] }))}
        round={sign.round}
      />
      {text.data ? <CodeText text={text.data} /> : <WaitingLine busy={text.isPending} />}
      {text.isError && <FailureAlert error={text.error} />}
      <form noValidate onSubmit={submit}>
        <NameField name={name} error={error('signatureName')} onChange={setName} />
        <ul className="checks plain gap-3">
          <li className={error('ethics') ? 'is-error' : undefined}>
            <Checkbox
              id="ethics"
              label={t('attest.box.ethics')}
              checked={agreed}
              error={error('ethics')}
              onChange={setAgreed}
            />
          </li>
        </ul>
        <SubmitRow action={sign} text={t('certificate.signLink')} />
      </form>
    </InnerPage>
  )
}

interface NameFieldProps {
  readonly name: string
  readonly error: string | null
  readonly onChange: (name: string) => void
}

function NameField({ name, error, onChange }: NameFieldProps) {
  const { t } = useSpeech()
  return (
    <TextField
      id="signatureName"
      label={t('attest.sign')}
      autoComplete="name"
      maxLength={200}
      value={name}
      error={error}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

interface Signing {
  readonly name: string
  readonly agreed: boolean
  readonly version: string | undefined
  readonly language: 'en' | 'es'
}

function useSignCode({ name, agreed, version, language }: Signing) {
  const navigate = useNavigate()
  const [missing, setMissing] = useState<readonly Missing[]>([])
  const [round, setRound] = useState(0)
  const action = useAction(async () => {
    // One cannot sign what was not shown.
    if (!version) return
    try {
      await answer(
        applications.POST('/me/code-of-ethics/signature', {
          body: { signatureName: name, codeVersion: version, language, agreed },
        }),
      )
    } catch (error) {
      if (!refusedAs(error, 'attestation-incomplete')) throw error
      const named = new Set(error.problem.errors?.map(({ field }) => field.split('/').at(-1)))
      const found: Missing[] = []
      if (named.has('signatureName')) found.push('signatureName')
      if (!agreed) found.push('ethics')
      setMissing(found)
      setRound((before) => before + 1)
      return
    }
    await queryClient.invalidateQueries()
    await navigate({ to: '/certificate' })
  })
  return { ...action, missing, round }
}
