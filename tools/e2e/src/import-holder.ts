import { execFile } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect } from 'vitest'

const run = promisify(execFile)

export interface ImportedHolder {
  readonly number: string
  readonly name: string
  readonly email: string
  readonly issuedOn: string
  readonly expiresOn: string
}

/** `npm run import` on the running system, as for every certificant who was there before us. */
export async function importHolder(data: string, holder: ImportedHolder): Promise<void> {
  const file = `${data}-${holder.number}.csv`
  const { number, name, email, issuedOn, expiresOn } = holder
  const header = 'number,legal_name,email,language,issued_on,expires_on,status,county'
  const line = [number, name, email, 'en', issuedOn, expiresOn, 'ACTIVE', 'Yolo'].join(',')
  writeFileSync(file, `${header}\n${line}\n`)
  const main = fileURLToPath(new URL('../../import/src/main.ts', import.meta.url))
  const { stdout } = await run(process.execPath, [main, file, '--data', data, '--json'])
  rmSync(file)
  const said = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as object
  expect(said).toMatchObject({ loaded: 1, rejected: 0 })
}
