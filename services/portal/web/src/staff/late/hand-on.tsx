import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { applications } from '../../api/clients.ts'
import { answer } from '../../api/problem.ts'
import { useSession } from '../../frame/session.ts'
import { Alert } from '../../pieces/alert.tsx'
import { SelectField } from '../../pieces/field.tsx'
import { ActionDialog } from '../pieces/action-dialog.tsx'
import { lateReviewsQuery, useStaffNames } from '../queries.ts'
import { refusedText } from '../refused.ts'
import type { LateReview } from './late-page.tsx'
import { useTakingChange } from './taking.ts'

/** Hand on to a colleague or back to the list; or say that one knows the person. */
export function HandOn({ review }: { review: LateReview }) {
  const [open, setOpen] = useState(false)
  const { renewalId } = review
  const navigate = useNavigate()
  const client = useQueryClient()
  const know = useMutation({
    mutationFn: () =>
      answer(
        applications.POST('/staff/late-reviews/{renewalId}/acquaintance', {
          params: { path: { renewalId } },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['desk'] })
      await navigate({ to: '/staff/late' } as never)
    },
  })
  return (
    <>
      <button type="button" className="link-button" onClick={() => setOpen(true)}>
        Hand on
      </button>
      <button type="button" className="link-button" onClick={() => know.mutate()}>
        I know this person
      </button>
      {know.error && (
        <Alert tone="error" role="alert">
          {refusedText(know.error)}
        </Alert>
      )}
      {open && <HandOnDialog renewalId={renewalId} close={() => setOpen(false)} />}
    </>
  )
}

function HandOnDialog({ renewalId, close }: { renewalId: string; close: () => void }) {
  const { subject } = useSession()
  const { data: rows = [] } = useQuery(lateReviewsQuery)
  const colleagues = [...new Set(rows.map((row) => row.takenBy))].filter(
    (one): one is string => one !== null && one !== subject,
  )
  const nameOf = useStaffNames(colleagues)
  const [to, setTo] = useState('')
  const taking = useTakingChange(renewalId)
  return (
    <ActionDialog
      title="Hand on"
      sentence={
        to === '' ? 'It goes back on the list, with nobody.' : `It is with ${nameOf(to)} from now.`
      }
      submit="Hand on"
      act={() => taking.mutateAsync(to === '' ? { do: 'release' } : { do: 'hand-on', to })}
      close={close}
    >
      <SelectField label="To" value={to} onChange={(event) => setTo(event.target.value)}>
        <option value="">Nobody: back on the list</option>
        {colleagues.map((colleague) => (
          <option key={colleague} value={colleague}>
            {nameOf(colleague)}
          </option>
        ))}
      </SelectField>
    </ActionDialog>
  )
}
