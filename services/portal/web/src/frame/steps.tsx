import { Link } from '@tanstack/react-router'
import { Icon } from '../pieces/icon.tsx'
import { useSpeech } from '../words/language.ts'

const paths = [
  '/renewal/information',
  '/renewal/ethics',
  '/renewal/attestation',
  '/renewal/pay',
] as const

/** Where you are in the form: a list when wide, a bar and one line on a phone. */
export function Steps({ now }: { now: 1 | 2 | 3 | 4 }) {
  const { t } = useSpeech()
  const names = [
    t('labels.yourInformation'),
    t('labels.codeOfEthics'),
    t('frame.steps.attestation'),
    t('labels.pay'),
  ]
  return (
    <nav className="side steps" aria-label={t('frame.steps.name')}>
      <div className="steps__bar" aria-hidden="true">
        {paths.map((path, index) => (
          <i key={path} className={index + 1 < now ? 'done' : index + 1 === now ? 'now' : ''} />
        ))}
      </div>
      <p className="steps__now">{t('frame.steps.now', { n: now, step: names[now - 1] ?? '' })}</p>
      <ol>
        {paths.map((path, index) => (
          <Step key={path} path={path} n={index + 1} now={now} name={names[index] ?? ''} />
        ))}
      </ol>
    </nav>
  )
}

function Step({ path, n, now, name }: { path: string; n: number; now: number; name: string }) {
  const { t } = useSpeech()
  if (n < now)
    return (
      <li className="done">
        <span className="mark">
          <Icon name="tick" />
        </span>
        <span>
          <Link to={path}>{name}</Link> <span className="usa-sr-only">{t('frame.steps.done')}</span>
        </span>
      </li>
    )
  return (
    <li aria-current={n === now ? 'step' : undefined}>
      <span className="mark" aria-hidden="true">
        {n}
      </span>
      <span>{name}</span>
    </li>
  )
}
