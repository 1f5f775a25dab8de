import { useId } from 'react'
import { describedBy, FieldFrame } from '../../pieces/field.tsx'

interface TextAreaProps {
  readonly id?: string
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly rows?: number
  readonly lang?: string
  readonly max?: number
}

export function TextArea({
  id,
  label,
  hint,
  value,
  onChange,
  rows = 2,
  lang,
  max = 500,
}: TextAreaProps) {
  const own = useId()
  const name = id ?? own
  return (
    <FieldFrame id={name} label={label} hint={hint} width="full">
      <textarea
        className="usa-textarea"
        id={name}
        rows={rows}
        lang={lang}
        maxLength={max}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        {...describedBy(name, { hint })}
      />
    </FieldFrame>
  )
}

/** Every action asks why; it stands in the history (SEC-4). */
export function ReasonField({
  value,
  onChange,
  hint,
}: Pick<TextAreaProps, 'value' | 'onChange' | 'hint'>) {
  return (
    <TextArea
      label="Reason"
      hint={hint ?? 'Stands in the history, with your name.'}
      value={value}
      onChange={onChange}
    />
  )
}

export const reasonMissing = (reason: string): string | null =>
  reason.trim().length < 3 ? 'Give a reason.' : null
