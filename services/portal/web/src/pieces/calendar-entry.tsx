import { useSpeech } from '../words/language.ts'
import { calendarFile } from './calendar-file.ts'
import { saveFile } from './save-file.ts'

/** An entry for the day on which renewal opens; it never says what the certification is about. */
export function AddToCalendar({ day, site }: { day: string; site: string }) {
  const { t } = useSpeech()
  const add = () => {
    const file = calendarFile({
      day,
      title: t('dashboard.calendar.opens'),
      text: t('dashboard.calendar.opensText', { site }),
    })
    saveFile(new Blob([file], { type: 'text/calendar' }), `renewal-${day}.ics`)
  }
  return (
    <button type="button" className="link-button" onClick={add}>
      {t('dashboard.renewed.addToCalendar')}
    </button>
  )
}
