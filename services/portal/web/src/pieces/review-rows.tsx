import type { ReactNode } from 'react'

interface ReviewRowProps {
  readonly label: string
  readonly act?: ReactNode
  readonly children: ReactNode
}

/** Label, value, and what can be done about it. */
export function ReviewRow({ label, act, children }: ReviewRowProps) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
      {act && <dd className="act">{act}</dd>}
    </div>
  )
}
