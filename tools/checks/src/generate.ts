/** `npm run generate`: everything in the repository that is made from something else in it. */
import { resolve } from 'node:path'
import { writeDashboards } from './dashboards.ts'
import { writeEnvironment } from './environment.ts'
import { runTool } from './tool.ts'

const root = resolve(import.meta.dirname, '../../..')
try {
  const { status, lines } = runTool(root, process.execPath, ['contracts/generate.ts'])
  for (const line of lines) console.log(line)
  if (status !== 0) process.exit(status)
  await writeEnvironment(root)
  writeDashboards(root)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
