import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

/** A line that opens. */
export function More({ title, children, id }: { title: string; children: ReactNode; id?: string }) {
  return (
    <details className="more" id={id}>
      <summary>
        <Icon name="right" />
        {title}
      </summary>
      <div className="measure flow">{children}</div>
    </details>
  )
}
