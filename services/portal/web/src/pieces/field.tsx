import { useId, type ComponentProps, type ReactNode } from 'react'

interface FieldFrame {
  readonly id: string
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly error?: string | null | undefined
  /** How wide the answer is. */
  readonly width?: 'name' | 'zip' | 'full'
}

/** Label, hint, error, field, in that order, tied together with the error first. */
export function FieldFrame({
  id,
  label,
  hint,
  error,
  width = 'name',
  children,
}: FieldFrame & { children: ReactNode }) {
  return (
    <div className={error ? 'usa-form-group usa-form-group--error' : 'usa-form-group'}>
      <label className="usa-label" htmlFor={id}>
        {label}
      </label>
      {hint && (
        <p className="usa-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <span className="usa-error-message" id={`${id}-error`}>
          {error}
        </span>
      )}
      <div className={`field--${width}`}>{children}</div>
    </div>
  )
}

export function describedBy(id: string, { error, hint }: Pick<FieldFrame, 'error' | 'hint'>) {
  const ids = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean)
  return ids.length > 0 ? { 'aria-describedby': ids.join(' ') } : {}
}

type TextFieldProps = Omit<FieldFrame, 'id'> & Omit<ComponentProps<'input'>, 'width'>

export function TextField({ id, label, hint, error, width = 'name', ...input }: TextFieldProps) {
  const own = useId()
  const name = id ?? own
  return (
    <FieldFrame id={name} label={label} hint={hint} error={error} width={width}>
      <input
        {...input}
        id={name}
        className={error ? 'usa-input usa-input--error' : 'usa-input'}
        aria-invalid={error ? true : undefined}
        {...describedBy(name, { error, hint })}
      />
    </FieldFrame>
  )
}

type SelectFieldProps = Omit<FieldFrame, 'id'> & Omit<ComponentProps<'select'>, 'width'>

export function SelectField({
  id,
  label,
  hint,
  error,
  width = 'name',
  ...select
}: SelectFieldProps) {
  const own = useId()
  const name = id ?? own
  return (
    <FieldFrame id={name} label={label} hint={hint} error={error} width={width}>
      <select
        {...select}
        id={name}
        className={error ? 'usa-select usa-input--error' : 'usa-select'}
        aria-invalid={error ? true : undefined}
        {...describedBy(name, { error, hint })}
      />
    </FieldFrame>
  )
}
