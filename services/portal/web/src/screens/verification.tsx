import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { refusedAs } from '../api/problem.ts'
import { verificationQuery } from '../api/queries.ts'
import { PublicPage } from '../frame/page.tsx'
import { FailureAlert } from '../pieces/failure-alert.tsx'
import { WaitingLine } from '../pieces/waiting-line.tsx'
import { useSpeech } from '../words/language.ts'
import { RegistrySearch } from './registry-search.tsx'
import { Verdict } from './verdict.tsx'

/** What an employer sees behind a certificate's link, without a log-in. */
export function Verification() {
  const { t } = useSpeech()
  const { code } = useParams({ strict: false })
  const { data, error, isPending } = useQuery(verificationQuery(code ?? ''))
  const box = useRef<HTMLDivElement>(null)
  const found = data !== undefined
  useEffect(() => {
    if (!found) return
    document.title = `${t('certificate.verify.title')} – ${t('frame.site')}`
    box.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
  }, [found, t])
  if (refusedAs(error, 'not-found', 'bad-request')) return <NotThere />
  return (
    <div className="col" id="content" ref={box}>
      {data && <Verdict entry={data} heading="h1" />}
      <FailureAlert error={error} />
      <WaitingLine busy={isPending} />
      <p className="gap-3">
        <Link className="textlink" to="/verify">
          {t('certificate.verify.another')}
        </Link>
      </p>
    </div>
  )
}

/** A sentence, and the fields again. */
function NotThere() {
  const { t } = useSpeech()
  return (
    <PublicPage title={t('certificate.verify.title')}>
      <div className="flow measure">
        <p>
          <strong>{t('certificate.verify.notFound')}</strong>
        </p>
        <p>{t('certificate.verify.notFoundText')}</p>
      </div>
      <RegistrySearch />
    </PublicPage>
  )
}

export function Verify() {
  const { t } = useSpeech()
  return (
    <PublicPage title={t('certificate.verify.title')}>
      <p className="measure">{t('certificate.verify.text')}</p>
      <RegistrySearch />
    </PublicPage>
  )
}
