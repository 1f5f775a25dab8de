import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { identity } from '../api/clients.ts'
import { answer } from '../api/problem.ts'
import { dashboardQuery, profileQuery, queryClient } from '../api/queries.ts'
import { InnerPage } from '../frame/page.tsx'
import { useAction } from '../pieces/action.ts'
import { FailureAlert } from '../pieces/failure-alert.tsx'
import { More } from '../pieces/more.tsx'
import { EmailOutcomeLine, type EmailSearch } from '../profile/email-outcome.tsx'
import { InformationRows } from '../profile/information-rows.tsx'
import { keepProfile } from '../profile/profile-save.ts'
import { useSpeech } from '../words/language.ts'

const route = getRouteApi('/person/my-information')

export function MyInformation() {
  const { t } = useSpeech()
  const { email } = route.useSearch() as EmailSearch
  const { data } = useSuspenseQuery(dashboardQuery)
  const { data: profile } = useSuspenseQuery(profileQuery)
  return (
    <InnerPage here="information" title={t('account.information.title')}>
      <EmailOutcomeLine outcome={email} />
      <Bounced bounced={profile.mailState === 'bounced'} email={profile.email} />
      <p>{t('account.information.text')}</p>
      <div className="gap-3">
        <InformationRows number={data.certification?.number ?? null} />
      </div>
      <More title={t('form.nameChanged.link')}>
        <p>{t('form.nameChanged.text')}</p>
      </More>
    </InnerPage>
  )
}

/** Mail came back: the address is changed, or said to be right (NOT-5). */
function Bounced({ bounced, email }: { bounced: boolean; email: string }) {
  const { t } = useSpeech()
  const [confirmed, setConfirmed] = useState(false)
  const confirm = useAction(async () => {
    keepProfile(await answer(identity.POST('/me/email-confirmation')))
    setConfirmed(true)
    await queryClient.invalidateQueries({ queryKey: dashboardQuery.queryKey })
  })
  return (
    <div role="status">
      {confirmed && <p className="state">{t('account.information.confirmed', { email })}</p>}
      {bounced && !confirmed && (
        <div className="box box--bounced">
          <p>{t('account.information.bounced', { email })}</p>
          <p className="gap-1">{t('account.information.right')}</p>
          <FailureAlert error={confirm.error} />
          <button
            type="button"
            className="usa-button usa-button--outline gap-2"
            onClick={confirm.press}
          >
            {t('account.information.confirm')}
          </button>
        </div>
      )}
    </div>
  )
}
