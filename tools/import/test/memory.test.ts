import { mkdtempSync, rmSync, createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { runImport } from '../src/run.ts'

setFlagsFromString('--expose_gc')
const collect = runInNewContext('gc') as () => void

/** Heap that is alive while the last tenth of the file is read. */
async function heapFor(lines: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'peercert-import-'))
  const file = join(folder, 'holders.csv')
  const out = createWriteStream(file)
  out.write('number,legal_name,email,language,issued_on,expires_on,status,county\n')
  for (let index = 1; index <= lines; index++)
    if (
      !out.write(
        `CMPSS-${String(index).padStart(6, '0')},Holder Number ${index},h${index}@holders.example,en,2025-03-01,2027-03-01,ACTIVE,Kern\n`,
      )
    )
      await once(out, 'drain')
  out.end()
  await once(out, 'finish')
  let heap = 0
  let done = 0
  const counts = await runImport({
    file,
    load: async (batch) => batch.map(({ line }) => ({ line, outcome: 'loaded' as const })),
    onFault: () => {},
    onProgress: (count) => {
      done = count
      if (count < lines * 0.9) return
      collect()
      heap = Math.max(heap, process.memoryUsage().heapUsed)
    },
  })
  rmSync(folder, { recursive: true })
  expect([counts.loaded, done]).toEqual([lines, lines])
  return heap
}

test('100,000 lines need no more memory than 10,000', { timeout: 60_000 }, async () => {
  await heapFor(5_000)
  const few = await heapFor(10_000)
  const many = await heapFor(100_000)
  console.log(
    `heap with 10,000 lines ${Math.round(few / 2 ** 20)} MB, with 100,000 ${Math.round(many / 2 ** 20)} MB, ratio ${(many / few).toFixed(2)}`,
  )
  expect(many / few).toBeLessThan(1.5)
})
