import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react'
import type { components } from '@peercert/contracts/portal'
import { useKeys } from '../keys.ts'
import { searchQuery } from '../queries.ts'
import { refusedText } from '../refused.ts'
import { FoundRow } from './found-row.tsx'

type Found = components['schemas']['Found']

const hint = 'Number, e-mail, name, receipt, voucher or reference'
const pauseMs = 250

/** One field for everything; / focuses it, arrows choose, Enter opens, Esc leaves. */
export function Find() {
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState(false)
  const [chosen, setChosen] = useState(-1)
  const text = useLater(typed.trim(), pauseMs)
  const { data, error } = useQuery(searchQuery(open ? text : ''))
  const go = useOpenPerson(() => {
    setOpen(false)
    setTyped('')
    field.current?.blur()
  })
  const rows = data?.rows ?? []
  useKeys({ '/': () => field.current?.focus() })
  useEffect(() => setChosen(-1), [text])
  useEffect(() => {
    // Typed in full, there is nothing left to choose.
    if (open && data?.exact && /^cmpss-\d{6}$/i.test(text)) go(data.exact)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once for each answer
  }, [data])
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      setOpen(false)
      field.current?.blur()
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0 || rows.length === 0) return
    event.preventDefault()
    setChosen((before) => Math.min(rows.length - 1, Math.max(0, before + step)))
  }
  const submit = useEnter(typed.trim(), chosen, go)
  return (
    <form
      className="find"
      role="search"
      onSubmit={submit}
      onBlur={(event) => leaves(event) && setOpen(false)}
    >
      <label className="usa-sr-only" htmlFor="find">
        Find a holder: number, e-mail, name, receipt, voucher or reference
      </label>
      <input
        className="usa-input"
        id="find"
        type="search"
        ref={field}
        autoComplete="off"
        spellCheck={false}
        placeholder={hint}
        role="combobox"
        aria-expanded={open && rows.length > 0}
        aria-controls="found"
        aria-autocomplete="list"
        aria-activedescendant={chosen >= 0 ? `found-${chosen}` : undefined}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setOpen(true)
        }}
        onFocus={() => setOpen(true)}
        onKeyDown={press}
      />
      <kbd aria-hidden="true">/</kbd>
      {open && text !== '' && (data || error) && (
        <div className="found">
          {error && <p className="found__none">{refusedText(error)}</p>}
          {data && <Results found={data} text={text} chosen={chosen} go={go} />}
        </div>
      )}
      <Count found={open ? data : undefined} />
    </form>
  )
}

const leaves = (event: { currentTarget: Element; relatedTarget: EventTarget | null }) =>
  !event.currentTarget.contains(event.relatedTarget as Node | null)

interface ResultsProps {
  readonly found: Found
  readonly text: string
  readonly chosen: number
  readonly go: (accountId: string) => void
}

function Results({ found, text, chosen, go }: ResultsProps) {
  const { rows, reference, missing } = found
  return (
    <>
      {reference && (
        <p className="found__note">
          Reference {reference.reference}: {reference.operation} failed
          {reference.accountId ? '.' : '; nobody was logged in.'}
        </p>
      )}
      {rows.length === 0 && <Nothing text={text} />}
      <ul role="listbox" id="found" aria-label="Found" className="plain">
        {rows.map((row, index) => (
          <FoundRow key={row.accountId} row={row} index={index} chosen={index === chosen} go={go} />
        ))}
      </ul>
      {missing.length > 0 && (
        <p className="found__note">
          Not asked, no answer: {missing.join(', ')}. More may exist there.
        </p>
      )}
    </>
  )
}

function Nothing({ text }: { text: string }) {
  return (
    <p className="found__none">
      Nobody under ‘{text}’. Try the number without letters, or the e-mail.{' '}
      <Link to="/staff/never-logged-in">Holders imported and never logged in</Link>
    </p>
  )
}

/** Said once the typing has stopped, not at every letter. */
function Count({ found }: { found: Found | undefined }) {
  const count = found?.rows.length
  const said = useLater(count === undefined ? '' : count === 1 ? '1 found' : `${count} found`, 400)
  return (
    <span role="status" className="usa-sr-only">
      {said}
    </span>
  )
}

/** Enter opens what is chosen, else an exact number, else the only one found. */
function useEnter(text: string, chosen: number, go: (accountId: string) => void) {
  const client = useQueryClient()
  return (event: FormEvent) => {
    event.preventDefault()
    if (text === '') return
    void client.ensureQueryData(searchQuery(text)).then(({ rows, exact }) => {
      const only = rows.length === 1 ? rows[0]?.accountId : undefined
      const target = rows[chosen]?.accountId ?? exact ?? only
      if (target) go(target)
    })
  }
}

function useOpenPerson(before: () => void) {
  const navigate = useNavigate()
  return (accountId: string) => {
    before()
    void navigate({ to: '/staff/people/$accountId', params: { accountId } } as never)
  }
}

function useLater<T>(value: T, ms: number): T {
  const [later, setLater] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return later
}
