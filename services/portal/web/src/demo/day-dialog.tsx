import { useEffect, useState, type FormEvent } from 'react'
import { csrfHeader } from '../api/clients.ts'
import { pacificInstant } from '../format.ts'
import { Alert } from '../pieces/alert.tsx'
import { TextField } from '../pieces/field.tsx'
import { useSpeech } from '../words/language.ts'
import { OpenDialog } from './open-dialog.tsx'

/** Moves the program's day; running two years of it takes a while, so seconds are counted. */
export function DayDialog({ today, close }: { today: string; close: () => void }) {
  const { t } = useSpeech()
  const [day, setDay] = useState(today)
  const [time, setTime] = useState('12:00')
  const [failed, setFailed] = useState<string | null>(null)
  const [moving, seconds, count] = useSeconds()
  const move = async (event: FormEvent) => {
    event.preventDefault()
    if (moving) return
    setFailed(null)
    count(true)
    const refused = await moveClock(pacificInstant(day, time))
    count(false)
    // Everything on the page was true yesterday; a fresh one is true today.
    if (refused === null) location.reload()
    else setFailed(t('frame.demo.failed', { reason: refused }))
  }
  return (
    <OpenDialog title={t('frame.demo.changeDay')} close={close}>
      <form onSubmit={(event) => void move(event)}>
        <p>{t('frame.demo.dayHint')}</p>
        {failed && (
          <Alert tone="error" role="alert">
            {failed}
          </Alert>
        )}
        <When label={t('frame.demo.day')} type="date" value={day} onChange={setDay} />
        <When label={t('frame.demo.time')} type="time" value={time} onChange={setTime} />
        <p role="status">{moving && t('frame.demo.moving', { seconds })}</p>
        <div className="actions">
          <button className="usa-button" aria-disabled={moving || undefined}>
            {t('frame.demo.move')}
          </button>
          <button type="button" className="link-button" onClick={close}>
            {t('frame.demo.cancel')}
          </button>
        </div>
      </form>
    </OpenDialog>
  )
}

interface WhenProps {
  readonly label: string
  readonly type: 'date' | 'time'
  readonly value: string
  readonly onChange: (value: string) => void
}

function When({ onChange, ...field }: WhenProps) {
  return <TextField {...field} required onChange={(event) => onChange(event.target.value)} />
}

/** Null when it moved; otherwise why not. */
async function moveClock(now: string): Promise<string | null> {
  const answered = await fetch('/api/demo/clock', {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...csrfHeader() },
    body: JSON.stringify({ now }),
  }).catch(() => null)
  if (answered?.ok) return null
  const problem = (await answered?.json().catch(() => null)) as { title?: string } | null
  return problem?.title ?? '–'
}

function useSeconds(): [boolean, number, (on: boolean) => void] {
  const [on, setOn] = useState(false)
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    if (!on) return
    setSeconds(0)
    const timer = setInterval(() => setSeconds((before) => before + 1), 1_000)
    return () => clearInterval(timer)
  }, [on])
  return [on, seconds, setOn]
}
