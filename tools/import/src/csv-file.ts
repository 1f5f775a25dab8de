import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { type CsvError, parse } from 'csv-parse'
import { columns, type Fault, type Fields } from './holder.ts'

export type Line = { readonly line: number; readonly bytes: number } & (
  | { readonly fields: Fields }
  | { readonly fault: Fault }
)

export class FileError extends Error {}

export async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile()) throw new FileError(`There is no file ${file}.`)
  return found.size
}

/** Throws when the file's first line is not what it must be. */
export async function checkHeader(file: string): Promise<void> {
  const lines = linesOf(file)
  await lines.next()
  await lines.return(undefined)
}

/** The lines of a file one by one, in constant memory (RFC 4180, UTF-8, a byte order mark is fine). */
export async function* linesOf(file: string): AsyncGenerator<Line> {
  const broken: Line[] = []
  const parser = createReadStream(file).pipe(
    parse({
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      max_record_size: 20_000,
      on_skip: (error) => void broken.push(brokenLine(error)),
    }),
  )
  let order: readonly number[] | undefined
  for await (const { record, info } of parser as AsyncIterable<{
    record: string[]
    info: { lines: number; bytes: number }
  }>) {
    yield* broken.splice(0)
    if (!order) order = orderOf(record)
    else yield { line: info.lines, bytes: info.bytes, ...fieldsOf(record, order) }
  }
  yield* broken.splice(0)
  if (!order) throw new FileError(`The file is empty. Its first line must be ${columns.join(',')}`)
}

function orderOf(header: readonly string[]): number[] {
  const names = header.map((name) => name.trim().toLowerCase())
  const missing = columns.filter((column) => !names.includes(column))
  const unknown = names.filter((name) => !columns.some((column) => column === name))
  if (missing.length > 0 || unknown.length > 0)
    throw new FileError(
      [
        `The first line must be ${columns.join(',')}.`,
        missing.length > 0 ? `Missing: ${missing.join(', ')}.` : '',
        unknown.length > 0 ? `Unknown: ${unknown.join(', ')}.` : '',
      ]
        .filter(Boolean)
        .join(' '),
    )
  return columns.map((column) => names.indexOf(column))
}

function fieldsOf(
  record: readonly string[],
  order: readonly number[],
): { fields: Fields } | { fault: Fault } {
  if (record.length !== order.length)
    return {
      fault: { field: 'line', reason: `has ${record.length} fields instead of ${order.length}` },
    }
  return {
    fields: Object.fromEntries(
      columns.map((column, index) => [column, record[order[index] as number] ?? '']),
    ) as Fields,
  }
}

function brokenLine(error: CsvError | undefined): Line {
  const lines = Number(error?.lines ?? 0)
  const reason =
    error?.code === 'CSV_QUOTE_NOT_CLOSED'
      ? 'has a quote that is never closed'
      : 'is not RFC 4180 (look at its quotes)'
  return { line: lines, bytes: 0, fault: { field: 'line', reason } }
}
