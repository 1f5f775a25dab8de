import type { ReactNode } from 'react'
import type { Action } from './action.ts'
import { FailureAlert } from './failure-alert.tsx'
import { WaitingLine } from './waiting-line.tsx'

interface SubmitRowProps {
  readonly action: Pick<Action, 'busy' | 'error'>
  readonly text: string
  /** What stands beside the button. */
  readonly children?: ReactNode
}

/** The button of a form, with what went wrong above it and what takes long beside it. */
export function SubmitRow({ action, text, children }: SubmitRowProps) {
  return (
    <>
      <FailureAlert error={action.error} />
      <div className="actions gap-3">
        <button className="usa-button" aria-busy={action.busy || undefined}>
          {text}
        </button>
        {children}
        <WaitingLine busy={action.busy} />
      </div>
    </>
  )
}
