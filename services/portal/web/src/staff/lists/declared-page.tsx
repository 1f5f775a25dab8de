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
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: (next: string[]) =>
      answer(applications.PUT('/staff/declared-numbers', { body: { numbers: next } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['desk'] }),
  })
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
      {save.error && (
        <Alert tone="error" role="alert">
          {refusedText(save.error)}
        </Alert>
      )}
      <Adding add={(number) => save.mutate([...new Set([...numbers, number])])} />
    </>
  )
}

function Adding({ add }: { add: (number: string) => void }) {
  const [typed, setTyped] = useState('')
  const [gap, setGap] = useState<string | null>(null)
  const press = (event: FormEvent) => {
    event.preventDefault()
    const digits = /^(?:cmpss)?[\s-]*(\d{1,6})$/i.exec(typed.trim())?.[1]
    setGap(digits ? null : 'Enter a number like CMPSS-000318.')
    if (!digits) return
    setTyped('')
    add(`CMPSS-${digits.padStart(6, '0')}`)
  }
  return (
    <form onSubmit={press} noValidate>
      <TextField
        label="Certification number"
        value={typed}
        error={gap}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className="actions">
        <button className="usa-button">Declare</button>
      </div>
    </form>
  )
}
