import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { NoAnswer, Refused, refusedAs } from '../api/problem.ts'
import { useSpeech } from '../words/language.ts'
import { PublicPage } from './page.tsx'
import { PhoneText } from './phone-text.tsx'
import { useSession } from './session.ts'
import { NotFound } from './not-found.tsx'

/** What happened in words: our fault with its reference, no connection, too many tries. */
export function failureText(error: unknown, t: ReturnType<typeof useSpeech>['t']): string {
  if (error instanceof NoAnswer) return t('frame.failed.noConnection')
  if (refusedAs(error, 'too-many-requests')) return t('frame.failed.tooMany')
  const reference = error instanceof Refused ? error.problem.reference : undefined
  const more = reference ? ` ${t('frame.failed.reference', { reference })}` : ''
  return `${t('frame.failed.text')}${more}`
}

/** A page that could not be shown. */
export function Failure({ error, reset }: ErrorComponentProps) {
  const { t } = useSpeech()
  const router = useRouter()
  const { program } = useSession()
  if (refusedAs(error, 'not-found')) return <NotFound />
  const again = () => {
    reset()
    void router.invalidate()
  }
  return (
    <PublicPage title={t('frame.failed.title')}>
      <p className="measure">{failureText(error, t)}</p>
      <p className="gap-2">
        <PhoneText text={t('frame.failed.call', { phone: program.phone })} />
      </p>
      <div className="actions gap-4">
        <button type="button" className="usa-button" onClick={again}>
          {t('frame.failed.again')}
        </button>
      </div>
    </PublicPage>
  )
}
