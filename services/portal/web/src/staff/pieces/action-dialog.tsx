import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { OpenDialog } from '../../demo/open-dialog.tsx'
import { Alert } from '../../pieces/alert.tsx'
import { refusedText } from '../refused.ts'

interface ActionDialogProps {
  readonly title: string
  /** What will happen, in a sentence, before it is pressed. */
  readonly sentence: ReactNode
  readonly submit: string
  /** Null when it may go; otherwise what is missing. */
  readonly missing?: () => string | null
  /** Reason and fields are the caller's; the key makes a second press the same action. */
  readonly act: (idempotencyKey: string) => Promise<unknown>
  readonly done?: (answer: unknown) => ReactNode
  readonly close: () => void
  readonly children?: ReactNode
}

/** Asks a reason, says what will happen, does it once, says that it happened. */
export function ActionDialog(props: ActionDialogProps) {
  const { title, missing, act, done, close } = props
  const [key] = useState(() => crypto.randomUUID())
  const [gap, setGap] = useState<string | null>(null)
  const client = useQueryClient()
  const action = useMutation({
    mutationFn: () => act(key),
    onSuccess: () => client.invalidateQueries({ queryKey: ['desk'] }),
  })
  const press = (event: FormEvent) => {
    event.preventDefault()
    if (action.isPending) return
    const lacks = missing?.() ?? null
    setGap(lacks)
    if (lacks === null) action.mutate()
  }
  const failed = gap ?? (action.error && refusedText(action.error))
  return (
    <OpenDialog title={title} close={close}>
      {action.isSuccess ? (
        <Done close={close}>{done?.(action.data) ?? 'Done. It stands in the history.'}</Done>
      ) : (
        <Asking {...props} press={press} failed={failed} pending={action.isPending} />
      )}
    </OpenDialog>
  )
}

interface AskingProps extends ActionDialogProps {
  readonly press: (event: FormEvent) => void
  readonly failed: string | null
  readonly pending: boolean
}

function Asking({ sentence, submit, close, children, press, failed, pending }: AskingProps) {
  return (
    <form onSubmit={press} noValidate>
      {children}
      {failed && (
        <Alert tone="error" role="alert">
          {failed}
        </Alert>
      )}
      <p className="then" id="action-then">
        {sentence}
      </p>
      <div className="actions">
        <button
          className="usa-button"
          aria-describedby="action-then"
          aria-disabled={pending || undefined}
        >
          {submit}
        </button>
        <button type="button" className="link-button" onClick={close}>
          Cancel
        </button>
      </div>
    </form>
  )
}

function Done({ close, children }: Pick<ActionDialogProps, 'close' | 'children'>) {
  return (
    <>
      <p role="status">{children}</p>
      <div className="actions">
        <button type="button" className="usa-button" onClick={close}>
          Close
        </button>
      </div>
    </>
  )
}
