import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { publishers } from '../facts.ts'
import { type Finding, found, type Invariant } from '../finding.ts'
import type { World } from '../world.ts'

/** I-13: each person is a canary; what identity knows of them is nowhere else. */
export const canaries: Invariant = {
  id: 'I-13',
  title:
    'names, addresses and e-mails are in no fact, no parked event, no notice, no history, no log',
  async check(world) {
    const { databases, facts } = world
    const known = await personal(world)
    const findings: Finding[] = []
    let looked = 0
    for (const publisher of publishers) {
      const all = facts(publisher)
      looked += all.length
      const spoken = all.filter(({ data }) => known(JSON.stringify(data)))
      findings.push(
        ...found(
          'orphaned',
          `fact of ${publisher} that says who somebody is`,
          spoken.map(({ id }) => id),
        ),
      )
    }
    for (const [service, sql] of texts) {
      const rows = await databases.rows<{ id: string; text: string }>(service, sql)
      looked += rows.length
      const spoken = rows.filter(({ text }) => known(text))
      findings.push(
        ...found(
          'orphaned',
          `row of ${service} that says who somebody is`,
          spoken.map(({ id }) => id),
        ),
      )
    }
    for (const file of logsOf(world)) {
      looked += 1
      if (known(readFileSync(file, 'utf8')))
        findings.push(...found('orphaned', 'log that says who somebody is', [file]))
    }
    return { looked, findings }
  },
}

/** Where only ids, codes and dates belong. What is printed belongs to the certification, and stays there. */
const texts = [
  ['notifications', 'select id::text, facts::text as text from notice'],
  ['notifications', `select 'parked ' || id as id, envelope || reason as text from parked`],
  ['applications', 'select id::text, facts::text as text from history'],
  ['applications', `select 'parked ' || id as id, envelope || reason as text from parked`],
  ['payments', 'select id::text, facts::text as text from history'],
  ['payments', `select 'parked ' || id as id, envelope || reason as text from parked`],
  ['identity', 'select id::text, facts::text as text from history'],
  ['portal', `select 'parked ' || id as id, envelope || reason as text from parked`],
] as const

async function personal({ databases }: World): Promise<(text: string) => boolean> {
  const emails = await databases.keys('identity', 'select email from account')
  const names = await databases.keys('identity', 'select legal_name from account')
  const streets = await databases.keys(
    'identity',
    `select address ->> 'line1' from account where address ->> 'line1' is not null`,
  )
  const words = [...new Set([...emails, ...names, ...streets])].filter((word) => word.length > 6)
  // One pass over each text, however many people there are.
  const shape = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[\p{L}\d'’.-]+(?: [\p{L}\d'’.-]+)+/gu
  const set = new Set(words)
  return (text) => {
    for (const [piece] of text.matchAll(shape)) if (set.has(piece) || anyIn(piece, set)) return true
    return false
  }
}

/** A name inside a longer run of words. */
function anyIn(piece: string, set: ReadonlySet<string>): boolean {
  const words = piece.split(' ')
  for (let from = 0; from < words.length; from += 1)
    for (let to = from + 2; to <= Math.min(words.length, from + 5); to += 1)
      if (set.has(words.slice(from, to).join(' '))) return true
  return false
}

/** Of the stack; a single process writes to its own terminal. */
function logsOf({ folder }: World): string[] {
  const logs = join(folder, 'logs')
  const own = /^(?:identity|applications|payments|notifications|portal|ce-audit)\.log$/
  return existsSync(logs)
    ? readdirSync(logs)
        .filter((name) => own.test(name))
        .map((name) => join(logs, name))
    : []
}
