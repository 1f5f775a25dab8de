import { useQuery } from '@tanstack/react-query'
import { Asked } from '../pieces/asked.tsx'
import { useRowKeys } from '../pieces/row-keys.ts'
import { StaffPage } from '../pieces/staff-page.tsx'
import { neverLoggedInQuery, usePeople } from '../queries.ts'
import { formats } from '../../format.ts'
import { PersonLink } from './checking-page.tsx'

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
  useRowKeys(rows.length, (index) => `never-${index}`)
  return (
    <table className="desk-table">
      <thead>
        <tr>
          <th scope="col">Person</th>
          <th scope="col">Number</th>
          <th scope="col">Expires</th>
          <th scope="col">County</th>
          <th scope="col">Language</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ accountId, legalName, county, language }, index) => (
          <tr key={accountId} id={`never-${index}`}>
            <th scope="row">
              <PersonLink accountId={accountId} name={legalName} />
            </th>
            <td>{people.get(accountId)?.held?.number}</td>
            <td>{expires(people.get(accountId)?.held?.expiresOn)}</td>
            <td>{county}</td>
            <td>{language === 'es' ? 'Spanish' : 'English'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const expires = (day: string | undefined) => (day ? formats.en.date(day) : '')
