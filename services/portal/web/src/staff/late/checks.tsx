import { useState } from 'react'
import type { components } from '@peercert/contracts/applications'
import { formats } from '../../format.ts'
import { Icon } from '../../pieces/icon.tsx'
import { factName, factText, type Fact, type Facts } from '../person/fact-text.ts'
import { ruleWords } from '../person/rule-words.ts'

type Check = components['schemas']['Check']

interface Words {
  readonly title: string
  readonly fact: (facts: Facts, met: boolean) => string
}

const date = (value: unknown) => (typeof value === 'string' ? formats.en.date(value) : '')
const holds: Record<string, string> = {
  ACTIVE: 'no',
  SUSPENDED: 'suspended',
  REVOKED: 'revoked',
  SURRENDERED: 'given up',
}
const hold = (value: Fact | undefined) => holds[String(value)] ?? String(value).toLowerCase()
const settled = (value: Fact | undefined) =>
  value === null || value === undefined ? 'not settled' : `by ${String(value)}`

/** Six questions that the product has answered; reviewers confirm exceptions, they retype nothing. */
const words: Record<Check['check'], Words> = {
  'sent-in-time': {
    title: 'Sent within 12 months after expiration',
    fact: (f) => `Pay received ${date(f.sentOn)}; possible through ${date(f.through)}`,
  },
  'fees-settled': {
    title: 'Every fee line settled',
    fact: (f) => `Renewal fee ${settled(f.RENEWAL)}, late fee ${settled(f.LATE_RENEWAL)}`,
  },
  'signed-after-expiration': {
    title: 'Code and attestation signed after expiration',
    fact: (f) =>
      `Signed ${date(f.signedOn)}, ${f.inForce ? 'in the versions of that day' : 'in versions that were not in force that day'}`,
  },
  'status-allows': {
    title: 'Not suspended or revoked',
    fact: (f, met) =>
      met
        ? 'Neither when it was sent, nor now'
        : `When sent: ${hold(f.whenSent)}; now: ${hold(f.now)}`,
  },
  'signature-matches': {
    title: 'Signature matches the legal name',
    fact: (f, met) =>
      met ? String(f.typed ?? '') : `Typed “${String(f.typed)}”, legal name ${String(f.legalName)}`,
  },
  'no-open-case': {
    title: 'No open case that stops renewal',
    fact: (_facts, met) => (met ? 'None' : 'Yes'),
  },
}

export function Checks({ checks }: { checks: readonly Check[] }) {
  const met = checks.filter((check) => check.met).length
  return (
    <section aria-labelledby="six">
      <h2 id="six">{met} of 6 checks</h2>
      <ol className="checks6 plain">
        {checks.map((check) => (
          <CheckRow key={check.check} check={check} />
        ))}
      </ol>
    </section>
  )
}

function CheckRow({ check }: { check: Check }) {
  const { title, fact } = words[check.check]
  const [open, setOpen] = useState(false)
  return (
    <li className={check.met ? undefined : 'is-unmet'}>
      <Icon name={check.met ? 'check' : 'lost'} />
      <span>
        {!check.met && <strong>Not met: </strong>}
        {title}
      </span>
      <button
        type="button"
        className="link-button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        Why?<span className="usa-sr-only"> {title}</span>
      </button>
      <span className="fact">{fact(check.facts, check.met)}</span>
      {open && <Why check={check} />}
    </li>
  )
}

function Why({ check }: { check: Check }) {
  return (
    <dl className="kv why">
      {check.ruleIds.map((rule) => (
        <div className="kv__row" key={rule}>
          <dt>{rule}</dt>
          <dd>{ruleWords[rule] ?? 'see the rulebook'}</dd>
        </div>
      ))}
      {Object.entries(check.facts).map(([key, value]) => (
        <div className="kv__row" key={key}>
          <dt>{feeOr(key)}</dt>
          <dd>{factText(key, value)}</dd>
        </div>
      ))}
    </dl>
  )
}

const feeOr = (key: string) =>
  key === 'RENEWAL' ? 'Renewal fee' : key === 'LATE_RENEWAL' ? 'Late fee' : factName(key)
