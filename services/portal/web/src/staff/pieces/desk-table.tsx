import type { ReactNode } from 'react'
import { useRowKeys } from './row-keys.ts'

export interface Column<Row> {
  readonly name: string
  readonly cell: (row: Row) => ReactNode
  /** The row's own name: what a screen reader says with each cell. */
  readonly heads?: boolean
  /** Something to worry about: weight and colour repeat what the words say. */
  readonly over?: (row: Row) => boolean
}

interface DeskTableProps<Row> {
  /** Before the number of a row in its id. */
  readonly name: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
}

/** A work list: j k move, o opens; on a phone each row stands alone, with its labels. */
export function DeskTable<Row>({ name, columns, rows, keyOf }: DeskTableProps<Row>) {
  useRowKeys(rows.length, (index) => `${name}-${index}`)
  return (
    <table className="desk-table">
      <thead>
        <tr>
          {columns.map((column) => (
            <th scope="col" key={column.name}>
              {column.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={keyOf(row)} id={`${name}-${index}`}>
            {columns.map((column) => (
              <Cell key={column.name} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const content = column.cell(row)
  if (column.heads) return <th scope="row">{content}</th>
  return (
    <td data-label={column.name} className={column.over?.(row) ? 'over' : undefined}>
      <div>{content}</div>
    </td>
  )
}
