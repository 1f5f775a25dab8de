import { useState } from 'react'
import { OpenDialog } from '../../demo/open-dialog.tsx'
import { useKeys, useKeysOn } from '../keys.ts'

const rows: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['/'], 'find a holder; Esc leaves the field'],
  [['↑', '↓', 'Enter'], 'choose among what was found, open it'],
  [['j', 'k'], 'next, previous'],
  [['o'], 'open'],
  [['w'], 'Why? of a line of the history'],
  [['a', 'q', 'r'], 'late renewal: choose approve, question, refuse'],
  [['Enter'], 'decide on the sentence that stands there'],
  [['?'], 'this page'],
]

export function KeysDialog() {
  const [open, setOpen] = useState(false)
  const [on, setOn] = useKeysOn()
  useKeys({ '?': () => setOpen(true) })
  if (!open) return null
  return (
    <OpenDialog title="All keys" close={() => setOpen(false)}>
      <dl className="kv all-keys">
        {rows.map(([keys, what]) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <div className="actions">
        <button type="button" className="usa-button" onClick={() => setOpen(false)}>
          Close
        </button>
        <button type="button" className="link-button" onClick={() => setOn(!on)}>
          {on ? 'Turn letter keys off' : 'Turn letter keys on'}
        </button>
      </div>
    </OpenDialog>
  )
}
