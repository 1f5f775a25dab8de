import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { NoAnswer } from '../api/problem.ts'
import { renewalQuery, signaturesQuery, textQuery } from '../api/queries.ts'
import { dayOf } from '../format.ts'
import { BackLink, Title } from '../frame/page.tsx'
import { Steps } from '../frame/steps.tsx'
import { useAction } from '../pieces/action.ts'
import { FailureAlert } from '../pieces/failure-alert.tsx'
import { SavedLine } from '../pieces/saved-line.tsx'
import { WaitingLine } from '../pieces/waiting-line.tsx'
import { useSpeech } from '../words/language.ts'
import { CodeText } from './code-text.tsx'
import { draft, enter, useSaveState } from './draft.ts'
import { SignAgain } from './sign-again.tsx'

/** S6: the whole text in the page; what is signed later is the version and language on the screen. */
export function CodeOfEthics() {
  const { t, language } = useSpeech()
  const text = useQuery(textQuery('code-of-ethics', language))
  const signatures = useQuery(signaturesQuery)
  const failure = useRef<HTMLDivElement>(null)
  const last = signatures.data?.find(({ codeVersion }) => codeVersion !== '')
  const changed = last && text.data && last.codeVersion !== text.data.version ? last : null
  return (
    <div className="grid">
      <Steps now={2} />
      <Title
        form
        title={t('labels.codeOfEthics')}
        over={t('form.part', { n: 2 })}
        back={<BackLink to="/renewal/information" text={t('labels.yourInformation')} />}
      />
      <div className="col" id="content">
        <SignAgain changedOn={text.data?.inForceFrom} />
        {text.data && (
          <CodeText text={text.data} signedOn={changed ? dayOf(changed.at) : undefined} />
        )}
        {text.isError && !text.data && (
          <div className="summary" role="alert" tabIndex={-1} ref={failure}>
            <p>{t('form.code.failed')}</p>
            <button type="button" className="link-button" onClick={() => void text.refetch()}>
              {t('frame.failed.again')}
            </button>
          </div>
        )}
        <WaitingLine busy={text.isPending} />
        {/* Not while the text is on its way: a press would do nothing, and say nothing. */}
        {!text.isPending && (
          <Continue
            shown={text.data && { version: text.data.version, language }}
            notShown={() => failure.current?.focus()}
          />
        )}
      </div>
    </div>
  )
}

interface ContinueProps {
  readonly shown: { readonly version: string; readonly language: 'en' | 'es' } | undefined
  readonly notShown: () => void
}

/** One cannot sign what was not shown: without the text, Continue stays here. */
function Continue({ shown, notShown }: ContinueProps) {
  const { t } = useSpeech()
  const navigate = useNavigate()
  const state = useSaveState()
  const { data } = useSuspenseQuery(renewalQuery)
  const go = useAction(async () => {
    if (!shown) return notShown()
    enter({ codeRead: shown })
    if (!(await draft.flush())) throw new NoAnswer('not saved yet')
    await navigate({ to: '/renewal/attestation' })
  })
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
      <SavedLine state={state} savedAt={data.renewal?.savedAt} />
      <WaitingLine busy={go.busy} />
    </div>
  )
}
