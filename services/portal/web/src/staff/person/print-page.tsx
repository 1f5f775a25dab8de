import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { components } from '@peercert/contracts/portal'
import { formats } from '../../format.ts'
import { Alert } from '../../pieces/alert.tsx'
import { saveFile } from '../../pieces/save-file.ts'
import { Asked } from '../pieces/asked.tsx'
import { StaffPage } from '../pieces/staff-page.tsx'
import { historyQuery, personQuery, shortStaffName } from '../queries.ts'
import { HistoryDays } from './history.tsx'
import { historySentence, worthShowing, type DeskLine } from './history-words.ts'

/** The whole history as one file, every line open: for an appeal or a records request. */
export function PrintPage() {
  const { accountId } = useParams({ strict: false }) as { accountId: string }
  const person = useQuery(personQuery(accountId))
  const history = useQuery(historyQuery(accountId))
  const name = person.data?.person?.legalName ?? ''
  const number = person.data?.certification?.certification?.number ?? ''
  const [printed] = useState(() => formats.en.moment(new Date().toISOString()))
  return (
    <StaffPage
      title={`History of ${number || 'this person'}`}
      lead={`${name}. Made ${printed}, Pacific time.`}
    >
      <Asked query={history}>
        {(found) => <Whole accountId={accountId} found={found} made={{ name, number, printed }} />}
      </Asked>
    </StaffPage>
  )
}

interface WholeProps {
  readonly accountId: string
  readonly found: components['schemas']['DeskHistory']
  readonly made: Made
}

function Whole({ accountId, found, made }: WholeProps) {
  const { lines, names, missing } = found
  return (
    <>
      <div className="actions">
        <button type="button" className="usa-button" onClick={() => window.print()}>
          Print
        </button>
        <button type="button" className="link-button" onClick={() => save(found, made)}>
          Save as a file
        </button>
        <Link to="/staff/people/$accountId" params={{ accountId } as never}>
          Back to the person
        </Link>
      </div>
      {missing.length > 0 && (
        <Alert role="status">
          Not complete: no answer from {missing.join(', ')}. Make it again later.
        </Alert>
      )}
      <h2 className="usa-sr-only">Every line</h2>
      <HistoryDays
        lines={worthShowing(lines)}
        names={names}
        accountId={accountId}
        personName={made.name}
        linked={new Map()}
        open={() => {}}
        whyOpen
      />
      <p className="print-foot">
        {made.number}, {made.printed}
      </p>
    </>
  )
}

interface Made {
  readonly name: string
  readonly number: string
  readonly printed: string
}

/** Plain text: readable anywhere, in ten years, too. */
function save({ lines, names, missing }: WholeProps['found'], made: Made): void {
  const head = [`History of ${made.number}, ${made.name}`, `Made ${made.printed}, Pacific time`]
  if (missing.length > 0) head.push(`Not complete: no answer from ${missing.join(', ')}`)
  const text = [head.join('\n'), ...lines.map((row) => lineText(row, names))].join('\n\n')
  saveFile(
    new Blob([`${text}\n`], { type: 'text/plain' }),
    `history-${made.number || 'person'}.txt`,
  )
}

function lineText(row: DeskLine, names: Readonly<Record<string, string>>): string {
  const { line } = row
  const { kind, subject = '', role = 'staff' } = line.actor
  const who =
    kind === 'staff' ? `${shortStaffName(names[subject] ?? 'a colleague')}, ${role}` : kind
  return [
    `${formats.en.moment(line.at)} (${line.at})`,
    historySentence(row),
    `By: ${who}${line.reason ? `. Reason: ${line.reason}` : ''}`,
    `Rules: ${line.ruleIds.join(', ') || 'none'}`,
    `Facts: ${JSON.stringify({ ...line.facts, ...line.why })}`,
  ].join('\n')
}
