import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { formats } from '../../format.ts'
import { Alert } from '../../pieces/alert.tsx'
import { saveFile } from '../../pieces/save-file.ts'
import { Asked } from '../pieces/asked.tsx'
import { StaffPage } from '../pieces/staff-page.tsx'
import { historyQuery, personQuery, shortStaffName } from '../queries.ts'
import { HistoryDays } from './history.tsx'
import { historySentence, type DeskLine } from './history-words.ts'

/** The whole history as one file, every line open: for an appeal or a records request. */
export function PrintPage() {
  const { accountId } = useParams({ strict: false }) as { accountId: string }
  const person = useQuery(personQuery(accountId))
  const history = useQuery(historyQuery(accountId))
  const name = person.data?.person?.legalName ?? ''
  const number = person.data?.certification?.certification?.number ?? ''
  const printed = formats.en.moment(new Date().toISOString())
  return (
    <StaffPage
      title={`History of ${number || 'this person'}`}
      lead={`${name}. Made ${printed}, Pacific time.`}
    >
      <Asked query={history}>
        {({ lines, names, missing }) => (
          <>
            <div className="actions">
              <button type="button" className="usa-button" onClick={() => window.print()}>
                Print
              </button>
              <button
                type="button"
                className="link-button"
                onClick={() => save(lines, names, { name, number, printed, missing })}
              >
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
            <HistoryDays
              lines={lines}
              names={names}
              accountId={accountId}
              personName={name}
              linked={new Map()}
              open={() => {}}
              whyOpen
            />
            <p className="print-foot">
              {number}, {printed}
            </p>
          </>
        )}
      </Asked>
    </StaffPage>
  )
}

interface Made {
  readonly name: string
  readonly number: string
  readonly printed: string
  readonly missing: readonly string[]
}

/** Plain text: readable anywhere, in ten years, too. */
function save(
  lines: readonly DeskLine[],
  names: Readonly<Record<string, string>>,
  made: Made,
): void {
  const rows = lines.map(({ source, line }) => {
    const { actor } = line
    const who =
      actor.kind === 'staff'
        ? `${shortStaffName(names[actor.subject ?? ''] ?? 'a colleague')}, ${actor.role ?? 'staff'}`
        : actor.kind
    const parts = [
      `${formats.en.moment(line.at)} (${line.at})`,
      historySentence({ source, line }),
      `By: ${who}${line.reason ? `. Reason: ${line.reason}` : ''}`,
      `Rules: ${line.ruleIds.join(', ') || 'none'}`,
      `Facts: ${JSON.stringify({ ...line.facts, ...line.why })}`,
    ]
    return parts.join('\n')
  })
  const head = [`History of ${made.number}, ${made.name}`, `Made ${made.printed}`]
  if (made.missing.length > 0) head.push(`Not complete: no answer from ${made.missing.join(', ')}`)
  const text = `${[...head, '', ...rows.map((row) => `${row}\n`)].join('\n')}\n`
  saveFile(new Blob([text], { type: 'text/plain' }), `history-${made.number || 'person'}.txt`)
}
