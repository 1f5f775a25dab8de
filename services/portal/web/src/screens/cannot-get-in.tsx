import { useState, type FormEvent } from 'react'
import { identity } from '../api/clients.ts'
import { answer } from '../api/problem.ts'
import { hoursIn } from '../frame/foot.tsx'
import { PublicPage } from '../frame/page.tsx'
import { PhoneText } from '../frame/phone-text.tsx'
import { useSession } from '../frame/session.ts'
import { useAction } from '../pieces/action.ts'
import { ErrorSummary, type FieldProblem } from '../pieces/error-summary.tsx'
import { TextField } from '../pieces/field.tsx'
import { SubmitRow } from '../pieces/submit-row.tsx'
import { useSpeech, type Translate } from '../words/language.ts'

/** Becomes staff work; the same answer whether or not anything matched. */
export function CannotGetIn() {
  const speech = useSpeech()
  const { t } = speech
  const { phone, hours } = useSession().program
  const [done, setDone] = useState(false)
  if (done)
    return (
      <PublicPage key="done" title={t('home.cannot.doneTitle')}>
        <p className="measure" role="status">
          <PhoneText text={t('home.cannot.done', { phone, hours: hoursIn(hours, speech) })} />
        </p>
      </PublicPage>
    )
  return (
    <PublicPage key="ask" title={t('home.cannot.title')}>
      <p className="measure">{t('home.cannot.text')}</p>
      <Report done={() => setDone(true)} />
    </PublicPage>
  )
}

interface Entry {
  readonly name: string
  readonly number: string
  readonly contact: string
}

function missingIn({ name, contact }: Entry, t: Translate): FieldProblem[] {
  const found: FieldProblem[] = []
  if (!name.trim()) found.push({ field: 'name', text: t('home.cannot.nameError') })
  if (contact.trim().length < 3)
    found.push({ field: 'contact', text: t('home.cannot.contactError') })
  return found
}

function bodyOf({ name, number, contact }: Entry) {
  const known = number.trim() ? { certificationNumber: number.trim() } : {}
  return { name: name.trim(), contact: contact.trim(), ...known }
}

function Report({ done }: { done: () => void }) {
  const { t, language } = useSpeech()
  const [entry, setEntry] = useState<Entry>({ name: '', number: '', contact: '' })
  const [problems, setProblems] = useState<readonly FieldProblem[]>([])
  const [round, setRound] = useState(0)
  const send = useAction(async () => {
    const found = missingIn(entry, t)
    setProblems(found)
    setRound((before) => before + 1)
    if (found.length > 0) return
    await answer(identity.POST('/lockouts', { body: { ...bodyOf(entry), language } }))
    done()
  })
  const field = (id: keyof typeof entry) => ({
    id,
    value: entry[id],
    error: problems.find((problem) => problem.field === id)?.text,
    onChange: ({ target }: { target: { value: string } }) =>
      setEntry({ ...entry, [id]: target.value }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send.press()
  }
  return (
    <form noValidate onSubmit={submit}>
      <ErrorSummary problems={problems} round={round} />
      <TextField
        {...field('name')}
        label={t('home.cannot.name')}
        autoComplete="name"
        maxLength={200}
      />
      <TextField
        {...field('number')}
        label={t('home.cannot.number')}
        hint={t('home.cannot.numberHint')}
        autoComplete="off"
        maxLength={20}
      />
      <TextField
        {...field('contact')}
        label={t('home.cannot.contact')}
        autoComplete="tel"
        maxLength={300}
      />
      <SubmitRow action={send} text={t('home.cannot.send')} />
    </form>
  )
}
