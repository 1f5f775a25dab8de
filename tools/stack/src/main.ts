/** `npm run stack -- …` and `npm start -- --stack`: PeerCert on the real parts. */
import { rmSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DataFolderError } from '@peercert/local/data-folder'
import { UsageError } from '@peercert/local/options'
import { showReady } from '@peercert/local/show'
import type { Status } from './keeper.ts'
import { followLog, tailOf } from './logs.ts'
import { type Action, type Command, readCommand, usage } from './options.ts'
import { endStack, processesOf, runningOn, tellProcess } from './running.ts'
import { interruptions, launch, StartFailed } from './up.ts'
import { forgetVolumes } from './ways.ts'

const say = (line: string) => process.stderr.write(`${line}\n`)
const print = (line: string) => void process.stdout.write(`${line}\n`)

const actions: Readonly<Record<Action, (command: Command) => Promise<void>>> = {
  async up(command) {
    const supervisor = await launch(command, false, say)
    if (command.json) print(JSON.stringify(supervisor.ready))
    else {
      showReady(supervisor.ready, say)
      say('  npm run stack -- down stops everything; the next up goes on where this one was.')
    }
    supervisor.release()
  },
  async foreground(command) {
    const supervisor = await launch(command, true, say)
    const stop = () => {
      say('Stopping…')
      void supervisor.stop().then(() => process.exit(0))
    }
    for (const reason of interruptions) process.once(reason, stop)
    if (command.json) print(JSON.stringify(supervisor.ready))
    else {
      showReady(supervisor.ready, say)
      say('\n  Ctrl-C stops everything; the next start goes on where this one was.')
    }
    await supervisor.ended
    for (const reason of interruptions) process.off(reason, stop)
  },
  async down({ data, fresh }) {
    const ran = await endStack(data)
    if (fresh) await forget(data)
    say(ran ? 'Stopped.' : `Nothing runs on ${data}.`)
  },
  async status({ data, json }) {
    const processes = await processesOf(await runningOn(data))
    if (json) print(JSON.stringify({ processes }))
    else for (const line of tableOf(processes)) print(line)
  },
  async kill({ data, name = '', restart }) {
    const { state } = await tellProcess(await runningOn(data), name, 'kill', { restart })
    say(`${name} was killed and is ${state}.`)
  },
  async start({ data, name = '' }) {
    const { state } = await tellProcess(await runningOn(data), name, 'start')
    say(`${name} is ${state}.`)
  },
  async logs({ data, name = '', follow }) {
    const known = [...(await processesOf(await runningOn(data)).catch(() => [])), own(data)]
    const found = known.find((one) => one.name === name)
    const log = found?.log ?? join(data, 'logs', `${name}.log`)
    print(tailOf(log, 100))
    if (follow) await followLog(log, (text) => process.stdout.write(text))
  },
}

try {
  const command = readCommand(process.argv.slice(2))
  if (command === 'help') print(usage)
  else await actions[command.action](command)
} catch (error) {
  const known =
    error instanceof StartFailed || error instanceof UsageError || error instanceof DataFolderError
  say(error instanceof Error ? (known ? error.message : (error.stack ?? '')) : String(error))
  if (error instanceof UsageError) say(`\n${usage}`)
  process.exitCode = 1
}

function own(data: string) {
  return { name: 'supervisor', log: join(data, 'logs', 'supervisor.log') }
}

/** Only what is PeerCert's: a folder that is not was refused when it was first named. */
async function forget(data: string) {
  if (!readdirSync(data).includes('peercert.json')) return
  await forgetVolumes(data)
  for (const name of readdirSync(data)) rmSync(join(data, name), { recursive: true, force: true })
}

function tableOf(processes: readonly Status[]): string[] {
  const rows = processes.map(({ name, state, pid, restarts, kills, url }) => [
    name,
    state,
    String(pid ?? ''),
    `${restarts} restarts`,
    `${kills} kills`,
    url ?? '',
  ])
  const widths = [14, 9, 8, 13, 9, 0]
  return rows.map((row) => row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' '))
}
