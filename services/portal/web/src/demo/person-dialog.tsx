import { useQuery } from '@tanstack/react-query'
import { portal } from '../api/clients.ts'
import { answer } from '../api/problem.ts'
import { useLeave } from '../frame/leave.ts'
import { useSession } from '../frame/session.ts'
import { useSpeech } from '../words/language.ts'
import { OpenDialog } from './open-dialog.tsx'

interface DemoPerson {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly shows: string
  readonly signsInWith: string
}

/** Whom one can be here, and with which log-in. */
export function PersonDialog({ close }: { close: () => void }) {
  const { t } = useSpeech()
  const { kind } = useSession()
  const leave = useLeave()
  const { data } = useQuery({ queryKey: ['demo'], queryFn: () => answer(portal.GET('/api/demo')) })
  const people = (data?.people ?? []) as DemoPerson[]
  return (
    <OpenDialog title={t('frame.demo.changePerson')} close={close}>
      <p>{t('frame.demo.people')}</p>
      {people[0] && <p>{t('frame.demo.passwordIs', { password: people[0].password })}</p>}
      <ul className="rows">
        {people.map(({ name, email, shows, signsInWith }) => (
          <li key={email}>
            <span>
              {name}
              <br />
              <span className="small quiet">
                {email}
                {signsInWith === 'password' ? '' : ` (${signsInWith})`}
              </span>
            </span>
            <span className="small quiet" lang="en">
              {shows}
            </span>
          </li>
        ))}
      </ul>
      <div className="actions">
        {kind !== 'anonymous' && (
          <button type="button" className="usa-button" onClick={() => leave('chosen')}>
            {t('labels.logOut')}
          </button>
        )}
        <button type="button" className="link-button" onClick={close}>
          {t('frame.demo.cancel')}
        </button>
      </div>
    </OpenDialog>
  )
}
