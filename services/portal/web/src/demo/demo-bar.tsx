import { useState } from 'react'
import { useSpeech } from '../words/language.ts'
import { DayDialog } from './day-dialog.tsx'
import { PersonDialog } from './person-dialog.tsx'

interface DemoBarProps {
  readonly today: string
  readonly mailUrl: string | null
}

/** Says what this is; stands only where a demonstration is configured. */
export function DemoBar({ today, mailUrl }: DemoBarProps) {
  const { t, format } = useSpeech()
  const [open, setOpen] = useState<'day' | 'person' | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      <aside className="demo" aria-label={t('frame.demo.name')}>
        <div className="wrap">
          <p>
            {t('frame.demo.text')} <strong>{format.dayDate(today)}</strong>.
          </p>
          <div>
            <button type="button" onClick={() => setOpen('day')}>
              {t('frame.demo.changeDay')}
            </button>
            <button type="button" onClick={() => setOpen('person')}>
              {t('frame.demo.changePerson')}
            </button>
            {mailUrl && <a href={mailUrl}>{t('frame.demo.mail')}</a>}
          </div>
        </div>
      </aside>
      {open === 'day' && <DayDialog today={today} close={close} />}
      {open === 'person' && <PersonDialog close={close} />}
    </>
  )
}
