interface KeysProps {
  readonly rows: readonly (readonly [keys: readonly string[], what: string])[]
}

/** What the keyboard does on this page; decoration for the eye, the dialog behind ? says it to all. */
export function Keys({ rows }: KeysProps) {
  return (
    <p className="keys">
      {rows.map(([keys, what]) => (
        <span key={what}>
          {keys.map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}{' '}
          {what}
        </span>
      ))}
    </p>
  )
}
