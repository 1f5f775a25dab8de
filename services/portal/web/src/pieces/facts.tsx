import type { ReactNode } from 'react'

export type Fact = readonly [label: string, value: ReactNode]

/** Label above value, in two columns. */
export function Facts({
  facts,
  className = 'facts',
}: {
  facts: readonly Fact[]
  className?: string
}) {
  return (
    <dl className={className}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
