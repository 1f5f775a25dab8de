interface CheckboxProps {
  readonly id: string
  readonly label: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly error?: string | null | undefined
}

/** The whole label presses; the error stands above its box. */
export function Checkbox({ id, label, checked, onChange, error }: CheckboxProps) {
  return (
    <>
      {error && (
        <span className="usa-error-message" id={`${id}-error`}>
          {error}
        </span>
      )}
      <div className="usa-checkbox">
        <label className="usa-checkbox__label" htmlFor={id}>
          <input
            className="usa-checkbox__input"
            type="checkbox"
            id={id}
            checked={checked}
            onChange={(event) => onChange(event.target.checked)}
            aria-invalid={error ? true : undefined}
            aria-describedby={error ? `${id}-error` : undefined}
          />
          {label}
        </label>
      </div>
    </>
  )
}
