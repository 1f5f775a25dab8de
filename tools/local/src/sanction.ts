/**
 * `npm run sanction -- CMPSS-000318 suspension|revocation|lift`: publishes what the discipline service will say one day,
 * on the running local system (contracts/ce-audit).
 */
import { parseArgs } from 'node:util'
import { findRunning } from './data-folder.ts'
import { folderOf } from './options.ts'
import { personToken } from './person-token.ts'

const usage = 'npm run sanction -- CMPSS-000318 suspension|revocation|lift [--data DIR]\n'

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { data: { type: 'string' } },
  })
  const [number = '', kind = ''] = positionals
  if (!/^CMPSS-\d{6}$/.test(number) || !['suspension', 'revocation', 'lift'].includes(kind))
    throw new Error(usage)
  const data = folderOf(values.data ?? '.peercert/data')
  const running = await findRunning(data)
  if (!running?.services) throw new Error('PeerCert does not run. Start it with npm start.\n')
  const token = await personToken(running, 'dana.reyes@program.example')
  const found = await fetch(`${running.services.applications}/staff/certifications/search`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ text: number }),
  })
  const { certifications = [] } = (await found.json()) as {
    certifications?: { number: string; accountId: string }[]
  }
  const holder = certifications.find((one) => one.number === number)
  if (!holder) throw new Error(`There is no certification ${number}.\n`)
  const answer = await fetch(`${running.control}/sanctions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind, accountId: holder.accountId, certificationNumber: number }),
  })
  if (!answer.ok) throw new Error(`It was not taken: ${await answer.text()}\n`)
  process.stdout.write(`${kind} of ${number} published.\n`)
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
