import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll } from 'vitest'
import type { Check, Finding } from '../src/check.ts'

export const house = resolve(import.meta.dirname, '../../..')
const folders: string[] = []

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A repository with these files, and some of this one. */
export function aTree(files: Readonly<Record<string, string>>, copied: string[] = []): string {
  const root = mkdtempSync(join(tmpdir(), 'peercert-checks-'))
  folders.push(root)
  for (const file of copied) cpSync(join(house, file), join(root, file), { recursive: true })
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  return root
}

export async function wrongIn(check: Check, root: string): Promise<readonly string[]> {
  return ((await check.run(root)) as Finding).wrong
}
