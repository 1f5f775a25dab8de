import { formats } from '../../format.ts'
import type { Opened } from '../pieces/documents.tsx'
import { shortStaffName } from '../queries.ts'
import { factName, factText } from './fact-text.ts'
import type { LinkedThing, LinkedThings } from './linked.ts'
import { historySentence, type DeskLine } from './history-words.ts'
import { ruleWords } from './rule-words.ts'

interface HistoryLineProps {
  readonly row: DeskLine
  readonly index: number
  readonly personName: string
  readonly names: Readonly<Record<string, string>>
  readonly linked: LinkedThings
  readonly open: (opened: Opened) => void
  readonly whyOpen?: boolean
}

/** Time, one plain sentence, who; below it the linked thing, the reason, and why it was so. */
export function HistoryLine(props: HistoryLineProps) {
  const { row, index, personName, names, linked, open, whyOpen = false } = props
  const { line } = row
  const thing = line.linkedId ? linked.get(line.linkedId) : undefined
  const utc = `${line.at.slice(11, 16)} UTC`
  return (
    <li className="hist__row" id={`line-${index}`} tabIndex={-1}>
      <time dateTime={line.at} title={utc}>
        {formats.en.time(line.at)}
      </time>
      <div>
        <p className="what">{historySentence(row)}</p>
        <div className="meta">
          <Linked thing={thing} reason={line.reason} open={open} />
          {(line.ruleIds.length > 0 || line.why) && (
            <details open={whyOpen}>
              <summary>Why?</summary>
              <Why line={line} utc={utc} />
            </details>
          )}
        </div>
      </div>
      <p className="who">{whoText(line.actor, personName, names)}</p>
    </li>
  )
}

interface LinkedProps {
  readonly thing: LinkedThing | undefined
  readonly reason: string | undefined
  readonly open: (opened: Opened) => void
}

function Linked({ thing, reason, open }: LinkedProps) {
  if (!thing && !reason) return null
  const opened = thing?.opened
  return (
    <p className="by">
      {opened && (
        <button type="button" className="link-button" onClick={() => open(opened)}>
          {thing.text}
        </button>
      )}
      {!opened && thing?.text}
      {reason && <> Reason: {reason}</>}
    </p>
  )
}

/** Rules, and the numbers the decision was made with. */
function Why({ line, utc }: { line: DeskLine['line']; utc: string }) {
  const facts = { ...line.facts, ...line.why }
  return (
    <dl className="kv why">
      {line.ruleIds.map((rule) => (
        <Pair key={rule} name={rule} text={ruleWords[rule] ?? 'see the rulebook'} />
      ))}
      {Object.entries(facts).map(([key, value]) => (
        <Pair key={key} name={factName(key)} text={factText(key, value)} />
      ))}
      <Pair name="UTC" text={utc} />
    </dl>
  )
}

function Pair({ name, text }: { name: string; text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </>
  )
}

/** Staff by name and the role they had then. */
function whoText(
  actor: DeskLine['line']['actor'],
  personName: string,
  names: Readonly<Record<string, string>>,
): string {
  if (actor.kind === 'system') return 'System'
  if (actor.kind === 'person') return personName
  const name = names[actor.subject ?? '']
  return `${name ? shortStaffName(name) : 'A colleague'}${actor.role ? `, ${actor.role}` : ''}`
}
