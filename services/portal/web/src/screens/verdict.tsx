import type { components } from '@peercert/contracts/applications'
import { dayOf, type Format } from '../format.ts'
import { Facts } from '../pieces/facts.tsx'
import { Icon } from '../pieces/icon.tsx'
import { otherLanguage, speechOf, useSpeech, type Speech } from '../words/language.ts'

type RegistryEntry = components['schemas']['RegistryEntry']

const tones = {
  Active: { name: 'ok', mark: 'check' },
  Expired: { name: 'lost', mark: 'lost' },
  Suspended: { name: 'lost', mark: 'lost' },
  Revoked: { name: 'lost', mark: 'lost' },
  Inactive: { name: 'rest', mark: 'lost' },
} as const

interface VerdictProps {
  readonly entry: RegistryEntry
  readonly heading: 'h1' | 'h2'
}

/** What is true today, in both languages, with the time of the check (REG-3, REG-5). */
export function Verdict({ entry, heading: Heading }: VerdictProps) {
  const speech = useSpeech()
  const { t, format, language } = speech
  const tone = tones[entry.status]
  const [word, sentence] = verdictWords(entry, speech)
  const other = otherLanguage(language)
  const [otherWord, otherSentence] = verdictWords(entry, speechOf(other))
  return (
    <>
      <div className="verdict">
        <div className={`verdict__top verdict__top--${tone.name}`}>
          <Heading tabIndex={-1}>
            <Icon name={tone.mark} />
            {word}
          </Heading>
          <p>{sentence}</p>
        </div>
        <Facts className="facts verdict__facts" facts={factsOf(entry, speech)} />
        <p className="verdict__foot">
          {t('certificate.verify.checked', {
            day: format.dayDate(dayOf(entry.checkedAt)),
            time: format.time(entry.checkedAt),
          })}
        </p>
      </div>
      <div className="other-words" lang={other}>
        <p>
          <strong>{otherWord}</strong> {otherSentence}
        </p>
      </div>
    </>
  )
}

function factsOf(entry: RegistryEntry, { t, format }: Speech) {
  const facts: [string, string][] = [
    [t('certificate.name'), entry.name],
    [t('certificate.number'), entry.number],
    [t('certificate.firstIssued'), format.date(entry.firstIssuedOn)],
    [t('certificate.expires'), format.date(entry.expiresOn)],
  ]
  if (entry.county) facts.push([t('form.row.county'), entry.county])
  return facts
}

function verdictWords(entry: RegistryEntry, { t, words, format }: Speech): [string, string] {
  const dates = datesOf(entry, format)
  const { word } = words.certificate.verify
  return [word[entry.status], t(`certificate.verify.says.${entry.status}`, dates)]
}

const datesOf = (entry: RegistryEntry, format: Format) => ({
  today: format.date(dayOf(entry.checkedAt)),
  expires: format.date(entry.expiresOn),
})
