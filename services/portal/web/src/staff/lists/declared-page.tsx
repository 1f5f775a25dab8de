import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { applications } from '../../api/clients.ts'
import { answer } from '../../api/problem.ts'
import { Alert } from '../../pieces/alert.tsx'
import { TextField } from '../../pieces/field.tsx'
import { Asked } from '../pieces/asked.tsx'
import { StaffPage } from '../pieces/staff-page.tsx'
import { declaredQuery } from '../queries.ts'
import { refusedText } from '../refused.ts'

const lead =
  'Your own certification number, and those of relatives. Cases under these numbers go to somebody else; no reason is shown to others.'

/** ROLE-12: nobody decides about themselves or their family. */
export function DeclaredPage() {
  const query = useQuery(declaredQuery)
  return (
    <StaffPage title="Numbers I declared" lead={lead}>
      <Asked query={query}>{(numbers) => <Numbers numbers={numbers} />}</Asked>
    </StaffPage>
  )
}

function Numbers({ numbers }: { numbers: readonly string[] }) {
  const [typed, setTyped] = useState('')
  const [gap, setGap] = useState<string | null>(null)
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: (next: string[]) =>
      answer(applications.PUT('/staff/declared-numbers', { body: { numbers: next } })),
    onSuccess: () => {
      setTyped('')
      return client.invalidateQueries({ queryKey: ['desk'] })
    },
  })
  const add = (event: FormEvent) => {
    event.preventDefault()
    const digits = /^(?:cmpss)?[\s-]*(\d{1,6})$/i.exec(typed.trim())?.[1]
    if (!digits) return setGap('Enter a number like CMPSS-000318.')
    setGap(null)
    save.mutate([...new Set([...numbers, `CMPSS-${digits.padStart(6, '0')}`])])
  }
  return (
    <>
      {numbers.length === 0 && <p>None declared.</p>}
      <ul className="rows">
        {numbers.map((number) => (
          <li key={number}>
            <span>{number}</span>
            <button
              type="button"
              className="link-button"
              onClick={() => save.mutate(numbers.filter((one) => one !== number))}
            >
              Take off <span className="usa-sr-only">{number}</span>
            </button>
          </li>
        ))}
      </ul>
      <form onSubmit={add} noValidate>
        <TextField
          label="Certification number"
          value={typed}
          error={gap}
          onChange={(event) => setTyped(event.target.value)}
        />
        {save.error && (
          <Alert tone="error" role="alert">
            {refusedText(save.error)}
          </Alert>
        )}
        <div className="actions">
          <button className="usa-button">Declare</button>
        </div>
      </form>
    </>
  )
}
