/** `npm run token -- --as EMAIL`: an access token of a demo person of the running local system, for curl. */
import { parseArgs } from 'node:util'
import { findRunning } from './data-folder.ts'
import { folderOf } from './options.ts'
import { personToken } from './person-token.ts'

try {
  const { values } = parseArgs({ options: { as: { type: 'string' }, data: { type: 'string' } } })
  if (!values.as) throw new Error('npm run token -- --as EMAIL [--data DIR]')
  const running = await findRunning(folderOf(values.data ?? '.peercert/data'))
  if (!running?.services) throw new Error('PeerCert does not run. Start it with npm start.')
  process.stdout.write(`${await personToken(running, values.as)}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
