import { useId } from 'react'

interface ChoicesProps<Value extends string> {
  readonly legend: string
  readonly value: Value | ''
  readonly options: readonly (readonly [Value, string])[]
  readonly onChange: (value: Value) => void
}

/** A few radio buttons, one under the other. */
export function Choices<Value extends string>({
  legend,
  value,
  options,
  onChange,
}: ChoicesProps<Value>) {
  const name = useId()
  return (
    <fieldset className="usa-fieldset choices">
      <legend className="usa-legend">{legend}</legend>
      {options.map(([option, text]) => (
        <div className="usa-radio" key={option}>
          <input
            className="usa-radio__input"
            type="radio"
            id={`${name}-${option}`}
            name={name}
            checked={value === option}
            onChange={() => onChange(option)}
          />
          <label className="usa-radio__label" htmlFor={`${name}-${option}`}>
            {text}
          </label>
        </div>
      ))}
    </fieldset>
  )
}
