/** One simulator as a process of its own: `main.ts card|mail|sign-in`, its options as JSON in SIMULATOR. */
type Start = (options: never) => Promise<{ close(): Promise<void> }>

/** Each loads only itself: they are small, and stay so. */
const simulators: Readonly<Record<string, () => Promise<Start>>> = {
  card: async () => (await import('@peercert/simulators/card')).startCard,
  mail: async () => (await import('@peercert/simulators/mail')).startMail,
  'sign-in': async () => (await import('@peercert/simulators/sign-in')).startSignIn,
}

const [, , name = ''] = process.argv
const load = simulators[name]
if (!load) throw new Error(`no simulator ${name}: ${Object.keys(simulators).join(', ')}`)
const start = await load()
const simulator = await start(JSON.parse(process.env.SIMULATOR ?? '{}') as never)
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => void simulator.close().then(() => process.exit(0)))
