import type { ReactNode } from 'react'

interface AlertProps {
  readonly tone?: 'info' | 'error'
  /** What it means for the person; stands first and bold. */
  readonly lead?: string | undefined
  readonly role?: 'alert' | 'status' | undefined
  readonly id?: string
  readonly children?: ReactNode
}

export function Alert({ tone = 'info', lead, role, id, children }: AlertProps) {
  return (
    <div
      className={`usa-alert usa-alert--${tone} usa-alert--slim usa-alert--no-icon`}
      role={role}
      id={id}
    >
      <div className="usa-alert__body">
        <p className="usa-alert__text">
          {lead && <strong>{lead}</strong>} {children}
        </p>
      </div>
    </div>
  )
}
