import { Link } from '@tanstack/react-router'

interface PersonLinkProps {
  readonly accountId: string
  readonly name: string | null | undefined
  readonly number?: string | null | undefined
}

export function PersonLink({ accountId, name, number }: PersonLinkProps) {
  return (
    <>
      <Link to="/staff/people/$accountId" params={{ accountId } as never}>
        {name || number || 'Open the file'}
      </Link>
      {number && name && <span className="quiet"> {number}</span>}
    </>
  )
}
