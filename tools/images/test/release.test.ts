import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { bundleService } from '../src/bundle.ts'

const target = mkdtempSync(join(tmpdir(), 'peercert-release-'))
afterAll(() => rmSync(target, { recursive: true, force: true }))

test('a release holds no means to harm it: the word does not occur in its files', async () => {
  await bundleService('notifications', target)
  const programs = readdirSync(target).filter((name) => name.endsWith('.mjs'))
  expect(programs).toContain('service.mjs')
  for (const name of programs)
    expect(readFileSync(join(target, name), 'utf8')).not.toMatch(/failpoint/i)
}, 120_000)
