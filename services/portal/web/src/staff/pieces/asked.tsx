import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { LoadingLine } from '../../frame/loading-line.tsx'
import { Alert } from '../../pieces/alert.tsx'
import { refusedText } from '../refused.ts'

/** A list that is asked for: loading, failed, empty, or there. */
export function Asked<Data>({
  query,
  empty,
  isEmpty,
  children,
}: {
  readonly query: UseQueryResult<Data>
  readonly empty?: string
  readonly isEmpty?: (data: Data) => boolean
  readonly children: (data: Data) => ReactNode
}) {
  const { data, error } = query
  if (data === undefined && error)
    return (
      <Alert tone="error" role="alert">
        {refusedText(error)}{' '}
        <button type="button" className="link-button" onClick={() => void query.refetch()}>
          Try again
        </button>
      </Alert>
    )
  if (data === undefined) return <LoadingLine always />
  if (empty && isEmpty?.(data)) return <p>{empty}</p>
  return (
    <>
      {error && (
        <Alert role="status">This is what was known before; the newest could not be asked.</Alert>
      )}
      {children(data)}
    </>
  )
}
