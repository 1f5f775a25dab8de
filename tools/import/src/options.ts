import { folderOf, parsed, UsageError } from '@peercert/local/options'

export interface Options {
  readonly file: string
  readonly data: string
  readonly dryRun: boolean
  readonly json: boolean
}

export const usage = `npm run import -- holders.csv [options]     loads existing certificants

  The file: UTF-8, RFC 4180, with the header
  number,legal_name,email,language,issued_on,expires_on,status,county

  --data DIR     the data to load into (.peercert/data), whether PeerCert runs on it or is stopped
  --dry-run      only checks; loads nothing
  --json         ends with {"loaded","unchanged","rejected"} on standard output
  --help         this text

  Every bad line is named on standard error with its line number, field and reason; the good ones are loaded once,
  however often the command runs.
`

export function readOptions(args: readonly string[]): Options | 'help' {
  const { values, positionals } = parse(args)
  if (values.help) return 'help'
  const [file, ...more] = positionals
  if (file === undefined) throw new UsageError('Name the file to import.')
  if (more.length > 0) throw new UsageError(`One file at a time; ${more.join(' ')} is too much.`)
  return {
    file: folderOf(file),
    data: folderOf(values.data ?? '.peercert/data'),
    dryRun: values['dry-run'] ?? false,
    json: values.json ?? false,
  }
}

const parse = (args: readonly string[]) =>
  parsed({
    args: [...args],
    strict: true,
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      'dry-run': { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
