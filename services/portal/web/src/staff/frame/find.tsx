import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import {
  useEffect,
  useRef,
  useState,
  type ComponentProps,
  type FormEvent,
  type KeyboardEvent,
  type RefObject,
} from 'react'
import { useKeys } from '../keys.ts'
import { searchQuery } from '../queries.ts'
import { refusedText } from '../refused.ts'
import { Found, FoundCount } from './found.tsx'
import { useLater } from './later.ts'

const hint = 'Number, e-mail, name, receipt, voucher or reference'
const pauseMs = 250

/** One field for everything; / focuses it, arrows choose, Enter opens, Esc leaves. */
export function Find() {
  const field = useRef<HTMLInputElement>(null)
  const box = useRef<HTMLFormElement>(null)
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState(false)
  const text = useLater(typed.trim(), pauseMs)
  const { data, error } = useQuery(searchQuery(open ? text : ''))
  const rows = data?.rows.length ?? 0
  const [chosen, moves] = useChosen(text, rows)
  const go = useOpenPerson(() => {
    setOpen(false)
    setTyped('')
    field.current?.blur()
  })
  useKeys({ '/': () => field.current?.focus() })
  useLeaving(box, () => setOpen(false))
  useWholeNumber(open ? text : '', data?.exact, go)
  const submit = useEnter(typed.trim(), chosen, go)
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return moves(event)
    setOpen(false)
    field.current?.blur()
  }
  const change = (value: string) => {
    setTyped(value)
    setOpen(true)
  }
  return (
    <form className="find" role="search" onSubmit={submit} ref={box}>
      <FindField
        ref={field}
        value={typed}
        aria-expanded={open && rows > 0}
        aria-activedescendant={chosen >= 0 ? `found-${chosen}` : undefined}
        onChange={(event) => change(event.target.value)}
        onFocus={() => setOpen(true)}
        onKeyDown={press}
      />
      {open && <Below found={data} error={error} text={text} chosen={chosen} go={go} />}
    </form>
  )
}

interface BelowProps {
  readonly found: ComponentProps<typeof Found>['found'] | undefined
  readonly error: Error | null
  readonly text: string
  readonly chosen: number
  readonly go: (accountId: string) => void
}

function Below({ found, error, ...rest }: BelowProps) {
  if (rest.text === '') return null
  return (
    <>
      {error && <p className="found found__none">{refusedText(error)}</p>}
      {found && <Found found={found} {...rest} />}
      <FoundCount found={found} />
    </>
  )
}

/** Typed in full, there is nothing left to choose. */
function useWholeNumber(
  text: string,
  exact: string | null | undefined,
  go: (accountId: string) => void,
): void {
  useEffect(() => {
    if (exact && /^cmpss-\d{6}$/i.test(text)) go(exact)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once for each answer
  }, [exact, text])
}

function FindField(input: ComponentProps<'input'>) {
  return (
    <>
      <label className="usa-sr-only" htmlFor="find">
        Find a holder: number, e-mail, name, receipt, voucher or reference
      </label>
      <input
        className="usa-input"
        id="find"
        type="search"
        autoComplete="off"
        spellCheck={false}
        placeholder={hint}
        role="combobox"
        aria-controls="found"
        aria-autocomplete="list"
        aria-expanded={false}
        {...input}
      />
      <kbd aria-hidden="true">/</kbd>
    </>
  )
}

/** Which of the rows the arrows stand on; a new search starts with none. */
function useChosen(text: string, count: number) {
  const [chosen, setChosen] = useState(-1)
  useEffect(() => setChosen(-1), [text])
  const moves = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0 || count === 0) return
    event.preventDefault()
    setChosen((before) => Math.min(count - 1, Math.max(0, before + step)))
  }
  return [chosen, moves] as const
}

/** Focus or a press anywhere else closes what was found. */
function useLeaving(box: RefObject<HTMLElement | null>, leave: () => void): void {
  const latest = useRef(leave)
  useEffect(() => {
    latest.current = leave
  })
  useEffect(() => {
    const outside = (event: Event) => {
      if (!box.current?.contains(event.target as Node | null)) latest.current()
    }
    for (const name of ['focusin', 'pointerdown']) document.addEventListener(name, outside)
    return () => {
      for (const name of ['focusin', 'pointerdown']) document.removeEventListener(name, outside)
    }
  }, [box])
}

/** Enter opens what is chosen, else an exact number, else the only one found. */
function useEnter(text: string, chosen: number, go: (accountId: string) => void) {
  const client = useQueryClient()
  const open = async () => {
    const { rows, exact } = await client.ensureQueryData(searchQuery(text))
    const only = rows.length === 1 ? rows[0]?.accountId : undefined
    const target = rows[chosen]?.accountId ?? exact ?? only
    if (target) go(target)
  }
  return (event: FormEvent) => {
    event.preventDefault()
    // What failed stands below the field already.
    if (text !== '') open().catch(() => {})
  }
}

function useOpenPerson(before: () => void) {
  const navigate = useNavigate()
  return (accountId: string) => {
    before()
    void navigate({ to: '/staff/people/$accountId', params: { accountId } } as never)
  }
}
