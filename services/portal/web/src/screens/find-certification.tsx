import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { identity } from '../api/clients.ts'
import { answer, refusedAs } from '../api/problem.ts'
import { queryClient } from '../api/queries.ts'
import { InnerPage } from '../frame/page.tsx'
import { PhoneText } from '../frame/phone-text.tsx'
import { useSession } from '../frame/session.ts'
import { useAction } from '../pieces/action.ts'
import { Alert } from '../pieces/alert.tsx'
import { ErrorSummary, type FieldProblem } from '../pieces/error-summary.tsx'
import { TextField } from '../pieces/field.tsx'
import { SubmitRow } from '../pieces/submit-row.tsx'
import { useSpeech } from '../words/language.ts'

/** Number and name; the answer is always the same, and a code goes to the e-mail on file. */
export function FindCertification() {
  const { t } = useSpeech()
  const [sent, setSent] = useState(false)
  return (
    <InnerPage here="none" title={t('home.find.title')}>
      {sent ? <EnterCode again={() => setSent(false)} /> : <AskCode done={() => setSent(true)} />}
    </InnerPage>
  )
}

function AskCode({ done }: { done: () => void }) {
  const { t } = useSpeech()
  const [number, setNumber] = useState('')
  const [name, setName] = useState('')
  const [problems, setProblems] = useState<readonly FieldProblem[]>([])
  const [round, setRound] = useState(0)
  const send = useAction(async () => {
    const found: FieldProblem[] = []
    if (!number.trim()) found.push({ field: 'number', text: t('home.find.numberError') })
    if (!name.trim()) found.push({ field: 'name', text: t('home.find.nameError') })
    setProblems(found)
    setRound((before) => before + 1)
    if (found.length > 0) return
    const body = { certificationNumber: number.trim(), name: name.trim() }
    await answer(identity.POST('/claims', { body }))
    done()
  })
  const error = (field: string) => problems.find((problem) => problem.field === field)?.text
  return (
    <form noValidate onSubmit={pressing(send.press)}>
      <ErrorSummary problems={problems} round={round} />
      <p className="measure">{t('home.find.text')}</p>
      <TextField
        id="number"
        label={t('home.find.number')}
        autoComplete="off"
        spellCheck={false}
        maxLength={20}
        value={number}
        error={error('number')}
        onChange={({ target }) => setNumber(target.value)}
      />
      <TextField
        id="name"
        label={t('home.find.name')}
        autoComplete="name"
        maxLength={200}
        value={name}
        error={error('name')}
        onChange={({ target }) => setName(target.value)}
      />
      <SubmitRow action={send} text={t('home.find.send')} />
    </form>
  )
}

function EnterCode({ again }: { again: () => void }) {
  const { t } = useSpeech()
  const { phone } = useSession().program
  const navigate = useNavigate()
  const [code, setCode] = useState('')
  const field = useFocusOnArrival()
  const [wrong, setWrong] = useState<string | null>(null)
  const [round, setRound] = useState(0)
  const confirm = useAction(async () => {
    const refuse = (text: string) => {
      setWrong(text)
      setRound((before) => before + 1)
    }
    if (code.trim().length < 4) return refuse(t('home.find.codeError'))
    try {
      await answer(identity.POST('/claims/confirmation', { body: { code: code.trim() } }))
    } catch (error) {
      if (refusedAs(error, 'code-refused')) return refuse(t('home.find.codeRefused'))
      if (refusedAs(error, 'too-many-codes')) return refuse(t('home.find.tooMany'))
      throw error
    }
    queryClient.clear()
    await navigate({ to: '/dashboard' })
  })
  return (
    <form noValidate onSubmit={pressing(confirm.press)}>
      <ErrorSummary problems={wrong ? [{ field: 'code', text: wrong }] : []} round={round} />
      <Alert role="status">
        <PhoneText text={t('home.find.sent', { phone })} />
      </Alert>
      <TextField
        id="code"
        ref={field}
        label={t('home.find.code')}
        autoComplete="one-time-code"
        spellCheck={false}
        maxLength={20}
        width="zip"
        value={code}
        error={wrong}
        onChange={({ target }) => setCode(target.value)}
      />
      <SubmitRow action={confirm} text={t('home.find.confirm')}>
        <button type="button" className="link-button" onClick={again}>
          {t('home.find.anew')}
        </button>
      </SubmitRow>
    </form>
  )
}

function useFocusOnArrival() {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  return field
}

const pressing = (press: () => void) => (event: FormEvent) => {
  event.preventDefault()
  press()
}
