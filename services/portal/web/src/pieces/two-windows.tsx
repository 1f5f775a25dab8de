import { useSpeech } from '../words/language.ts'

interface TwoWindowsChoiceProps {
  /** When the other window saved. */
  readonly at: string
  readonly rows: readonly {
    readonly label: string
    readonly mine: string
    readonly theirs: string
  }[]
  readonly choose: (choice: 'mine' | 'theirs') => void
}

/** The same thing was entered differently in two windows: both are shown, a person chooses. */
export function TwoWindowsChoice({ at, rows, choose }: TwoWindowsChoiceProps) {
  const { t, format } = useSpeech()
  const empty = t('form.twoWindows.empty')
  return (
    <div className="summary two-windows" role="alert">
      <p>
        <strong>{t('form.twoWindows.text', { time: format.time(at) })}</strong>
      </p>
      {rows.map(({ label, mine, theirs }) => (
        <dl key={label} className="facts gap-2">
          <div>
            <dt>
              {label} – {t('form.twoWindows.here')}
            </dt>
            <dd>{mine || empty}</dd>
          </div>
          <div>
            <dt>
              {label} – {t('form.twoWindows.other')}
            </dt>
            <dd>{theirs || empty}</dd>
          </div>
        </dl>
      ))}
      <div className="actions gap-2">
        <button
          type="button"
          className="usa-button usa-button--outline"
          onClick={() => choose('mine')}
        >
          {t('form.twoWindows.useHere')}
        </button>
        <button
          type="button"
          className="usa-button usa-button--outline"
          onClick={() => choose('theirs')}
        >
          {t('form.twoWindows.useOther')}
        </button>
      </div>
    </div>
  )
}
