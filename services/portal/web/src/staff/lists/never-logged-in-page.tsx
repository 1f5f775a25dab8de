import { useQuery } from '@tanstack/react-query'
import { shortDate } from '../person/history-words.ts'
import { Asked } from '../pieces/asked.tsx'
import { DeskTable, type Column } from '../pieces/desk-table.tsx'
import { languageName } from '../pieces/documents.tsx'
import { PersonLink } from '../pieces/person-link.tsx'
import { StaffPage } from '../pieces/staff-page.tsx'
import { neverLoggedInQuery, usePeople } from '../queries.ts'

export function NeverLoggedInPage() {
  const query = useQuery(neverLoggedInQuery)
  return (
    <StaffPage
      title="Imported, never logged in"
      lead="Holders taken over from the register before, whom no log-in has reached yet."
    >
      <Asked query={query} empty="Everybody has logged in." isEmpty={(rows) => rows.length === 0}>
        {(rows) => <List rows={rows} />}
      </Asked>
    </StaffPage>
  )
}

interface Row {
  readonly accountId: string
  readonly legalName: string
  readonly county: string | null
  readonly language: string
}

function List({ rows }: { rows: readonly Row[] }) {
  const people = usePeople(rows.slice(0, 200).map((row) => row.accountId))
  const expires = (row: Row) => people.get(row.accountId)?.held?.expiresOn
  const columns: Column<Row>[] = [
    {
      name: 'Person',
      heads: true,
      cell: ({ accountId, legalName }) => (
        <PersonLink
          accountId={accountId}
          name={legalName}
          number={people.get(accountId)?.held?.number}
        />
      ),
    },
    { name: 'Expires', cell: (row) => shortDate(expires(row)) },
    { name: 'County', cell: (row) => row.county ?? 'not known' },
    { name: 'Language', cell: (row) => languageName(row.language) },
  ]
  return <DeskTable name="never" columns={columns} rows={rows} keyOf={(row) => row.accountId} />
}
