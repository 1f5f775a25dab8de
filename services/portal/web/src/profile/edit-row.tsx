import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { useAction } from '../pieces/action.ts'
import { FailureAlert } from '../pieces/failure-alert.tsx'
import { ReviewRow } from '../pieces/review-rows.tsx'
import { TwoWindowsChoice } from '../pieces/two-windows.tsx'
import { WaitingLine } from '../pieces/waiting-line.tsx'
import { useSpeech } from '../words/language.ts'
import { ChangedElsewhere, keepProfile, type Profile } from './profile-save.ts'

interface EditRowProps {
  readonly label: string
  readonly shown: ReactNode
  readonly fields: ReactNode
  /** Resets the fields to what is saved. */
  readonly open: () => void
  /** False when something is missing; the fields say what. */
  readonly save: (against: Profile | null) => Promise<boolean>
  /** One's own and the other window's text, for a choice. */
  readonly describe: (profile: Profile) => string
  readonly mine: string
}

/** Change opens the field in its row; the focus goes there and comes back. */
export function EditRow(props: EditRowProps) {
  const { label, shown, open } = props
  const { t } = useSpeech()
  const [editing, setEditing] = useState(false)
  const change = useRef<HTMLButtonElement>(null)
  const wasEditing = useRef(false)
  useEffect(() => {
    if (!editing && wasEditing.current) change.current?.focus()
    wasEditing.current = editing
  }, [editing])
  if (editing) return <EditForm {...props} close={() => setEditing(false)} />
  const begin = () => {
    open()
    setEditing(true)
  }
  return (
    <ReviewRow
      label={label}
      act={
        <button type="button" className="link-button" ref={change} onClick={begin}>
          {t('form.row.change')}
          <span className="usa-sr-only"> {label.toLowerCase()}</span>
        </button>
      }
    >
      {shown}
    </ReviewRow>
  )
}

function EditForm(props: EditRowProps & { close: () => void }) {
  const { label, fields, save, close } = props
  const { t } = useSpeech()
  const box = useRef<HTMLFormElement>(null)
  useEffect(() => box.current?.querySelector<HTMLElement>('input, select')?.focus(), [])
  const saving = useAction(async () => {
    if (await save(null)) close()
    else focusError(box.current)
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    saving.press()
  }
  return (
    <ReviewRow label={label}>
      <form ref={box} noValidate onSubmit={submit} className="edit">
        {saving.error instanceof ChangedElsewhere ? (
          <Choice {...props} current={saving.error.current} />
        ) : (
          <FailureAlert error={saving.error} />
        )}
        {fields}
        <div className="actions gap-2">
          <button className="usa-button usa-button--outline" aria-busy={saving.busy || undefined}>
            {t('form.row.save')}
          </button>
          <button type="button" className="link-button" onClick={close}>
            {t('form.row.cancel')}
          </button>
          <WaitingLine busy={saving.busy} />
        </div>
      </form>
    </ReviewRow>
  )
}

type ChoiceProps = EditRowProps & { readonly close: () => void; readonly current: Profile }

/** The same thing was changed in another window. */
function Choice({ label, mine, describe, save, close, current }: ChoiceProps) {
  const over = useAction(async () => {
    if (await save(current)) close()
  })
  const takeTheirs = () => {
    keepProfile(current)
    close()
  }
  return (
    <>
      <TwoWindowsChoice
        at={current.savedAt}
        rows={[{ label, mine, theirs: describe(current) }]}
        choose={(choice) => (choice === 'mine' ? over.press() : takeTheirs())}
      />
      <FailureAlert error={over.error} />
    </>
  )
}

/** After the fields were marked. */
function focusError(box: HTMLElement | null): void {
  requestAnimationFrame(() => box?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}
