import { Link } from '@tanstack/react-router'
import type { components } from '@peercert/contracts/portal'
import { FoundRow } from './found-row.tsx'
import { useLater } from './later.ts'

type Answer = components['schemas']['Found']

interface FoundProps {
  readonly found: Answer
  readonly text: string
  readonly chosen: number
  readonly go: (accountId: string) => void
}

export function Found({ found, text, chosen, go }: FoundProps) {
  const { rows, reference, missing } = found
  return (
    <div className="found">
      {reference && (
        <p className="found__note">
          Reference {reference.reference}: {reference.operation} failed
          {reference.accountId ? '.' : '; nobody was logged in.'}
        </p>
      )}
      {rows.length === 0 && (
        <p className="found__none">
          Nobody under ‘{text}’. Try the number without letters, or the e-mail.{' '}
          <Link to="/staff/never-logged-in">Holders imported and never logged in</Link>
        </p>
      )}
      <div role="listbox" id="found" aria-label="Found">
        {rows.map((row, index) => (
          <FoundRow key={row.accountId} row={row} index={index} chosen={index === chosen} go={go} />
        ))}
      </div>
      {missing.length > 0 && (
        <p className="found__note">No answer from: {missing.join(', ')}. More may exist there.</p>
      )}
    </div>
  )
}

/** Said once the typing has stopped, not at every letter. */
export function FoundCount({ found }: { found: Answer | undefined }) {
  const count = found?.rows.length
  const said = useLater(count === undefined ? '' : count === 1 ? '1 found' : `${count} found`, 400)
  return (
    <span role="status" className="usa-sr-only">
      {said}
    </span>
  )
}
