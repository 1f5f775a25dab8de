import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { chmod, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cached } from '../provision/cache.ts'
import { artifactsDigest } from './artifacts.ts'
import { formatStorage } from './java.ts'
import { brokerPlaces } from './places.ts'
import { brokerUser, operator, serverProperties } from './settings.ts'
import type { TopicPlan } from './topics.ts'

/** Password by principal. Made by chance for each template, so that none stands in the code. */
export type Users = Readonly<Record<string, string>>

/** Changes when a template is made another way. */
const shape = `3 ${readFileSync(join(import.meta.dirname, 'settings.ts'), 'utf8')}`

/** What a template depends on beside the artifacts. */
function digestOf(plan: TopicPlan, brokers: number): string {
  const hash = createHash('sha256').update(shape).update(artifactsDigest)
  return hash.update(plan.digest).update(String(brokers)).digest('hex').slice(0, 12)
}

/**
 * A cluster's folder that has the users, topics and rights of the plan, and was stopped in order;
 * copied for each start. `finish` starts it once, applies the plan, and stops it.
 */
export async function kafkaTemplate(
  plan: TopicPlan,
  brokers: number,
  finish: (folder: string) => Promise<void>,
): Promise<string> {
  return cached(`kafka-data-${brokers}-${digestOf(plan, brokers)}`, async (folder) => {
    await formatted(folder, plan, brokers)
    await finish(folder)
  })
}

async function formatted(folder: string, plan: TopicPlan, brokers: number): Promise<void> {
  const names = [brokerUser, operator, ...plan.principals]
  const password = () => randomBytes(18).toString('base64url')
  const users = Object.fromEntries(names.map((name) => [name, password()]))
  const all = await brokerPlaces(brokers)
  for (const place of all) {
    const properties = join(folder, 'format.properties')
    const logDir = join(folder, `node-${place.id}`)
    const brokerPassword = users[brokerUser] as string
    await writeFile(properties, serverProperties({ place, all, logDir, brokerPassword }))
    await formatStorage(properties, 'peercert', users)
    await rm(properties)
  }
  await writeFile(join(folder, usersFile), JSON.stringify(users))
  await chmod(join(folder, usersFile), 0o600)
}

const usersFile = 'users.json'

export async function usersOf(folder: string): Promise<Users> {
  return JSON.parse(await readFile(join(folder, usersFile), 'utf8')) as Users
}

/** The template's data and users, at a place of its own. */
export async function copyTemplate(template: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await cp(template, folder, { recursive: true, mode: 0, preserveTimestamps: true })
}
