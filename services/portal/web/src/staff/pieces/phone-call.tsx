import { useMutation, useQueryClient } from '@tanstack/react-query'
import { formats } from '../../format.ts'
import { Alert } from '../../pieces/alert.tsx'
import { shortStaffName } from '../queries.ts'
import { refusedText } from '../refused.ts'

export type CallOutcome = 'reached' | 'left-word' | 'no-way'

export interface PhoneCall {
  readonly outcome: CallOutcome
  readonly at: string
  readonly by: string
}

const outcomes: readonly (readonly [CallOutcome, string])[] = [
  ['reached', 'Reached by phone'],
  ['left-word', 'Left word'],
  ['no-way', 'No way to reach'],
]

/** "Left word, Dec 31, 2:10 p.m., Dana R." */
export function callText(
  call: PhoneCall | undefined,
  names: Readonly<Record<string, string>>,
): string {
  if (!call) return 'none yet'
  const { outcome, at, by } = call
  const text = outcomes.find(([code]) => code === outcome)?.[1] ?? outcome
  return `${text}, ${formats.en.monthDayTime(at)}, ${shortStaffName(names[by] ?? 'a colleague')}`
}

/** How a call ended, with one press; what keeps it is the list's own. */
export function RecordCall({
  keep,
}: {
  readonly keep: (outcome: CallOutcome) => Promise<unknown>
}) {
  const client = useQueryClient()
  const record = useMutation({
    mutationFn: keep,
    onSuccess: () => client.invalidateQueries({ queryKey: ['desk'] }),
  })
  return (
    <>
      <span className="row-actions">
        {outcomes.map(([outcome, text]) => (
          <button
            type="button"
            className="link-button"
            key={outcome}
            onClick={() => record.mutate(outcome)}
            aria-disabled={record.isPending || undefined}
          >
            {text}
          </button>
        ))}
      </span>
      {record.error && (
        <Alert tone="error" role="alert">
          {refusedText(record.error)}
        </Alert>
      )}
    </>
  )
}
