/** One simulator as a process of its own: `main.ts card|mail|sign-in`, its options as JSON in SIMULATOR. */
import { startCard } from '@peercert/simulators/card'
import { startMail } from '@peercert/simulators/mail'
import { startSignIn } from '@peercert/simulators/sign-in'

const starts: Readonly<Record<string, (options: never) => Promise<{ close(): Promise<void> }>>> = {
  card: startCard,
  mail: startMail,
  'sign-in': startSignIn,
}

const [, , name = ''] = process.argv
const start = starts[name]
if (!start) throw new Error(`no simulator ${name}: ${Object.keys(starts).join(', ')}`)
const simulator = await start(JSON.parse(process.env.SIMULATOR ?? '{}') as never)
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => void simulator.close().then(() => process.exit(0)))
