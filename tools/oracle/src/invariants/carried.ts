import { listeners } from '../databases.ts'
import { instantOf } from '@peercert/chassis/event-buckets'
import type { Service } from '../databases.ts'
import { type Fact, publishers, type Publisher, topicOf } from '../facts.ts'
import { type Finding, found, type Invariant, without } from '../finding.ts'
import type { World } from '../world.ts'

interface Ear {
  readonly service: Service
  readonly consumer: string
  readonly publisher: Publisher
  /** Since when each type is owed. */
  readonly since: ReadonlyMap<string, Date>
}

/** I-2, the carrying half: outbox = topic = inbox. */
export const carried: Invariant = {
  id: 'I-2',
  title: 'every fact is in its topic, and once in the inbox of everybody who listens',
  async check(world) {
    const findings: Finding[] = []
    let looked = 0
    for (const publisher of publishers) {
      const facts = world.facts(publisher)
      const unsent = await unsentOf(world, publisher)
      looked += facts.length
      findings.push(...(await inTopic(world, publisher, unsent)))
      findings.push(
        ...found('unreconciled', `fact of ${publisher} that the relay has not sent`, unsent),
      )
    }
    for (const ear of await ears(world)) {
      const { count, wrong } = await heard(world, ear)
      looked += count
      findings.push(...wrong)
    }
    return { looked, findings }
  },
}

async function unsentOf({ databases }: World, publisher: Publisher): Promise<Set<string>> {
  return new Set(
    await databases.keys(
      publisher,
      `select id from outbox where seq in (select unnest(seqs) from outbox_unsent)`,
    ),
  )
}

async function inTopic(
  { topics, facts }: World,
  publisher: Publisher,
  unsent: ReadonlySet<string>,
): Promise<Finding[]> {
  if (!topics) return []
  const ids = new Set((await topics.read(topicOf(publisher))).flatMap(({ id }) => id ?? []))
  const said = facts(publisher).map(({ id }) => id)
  const gone = without(said, ids).filter((id) => !unsent.has(id))
  return [
    ...found('lost', `fact of ${publisher} that was sent and is not in its topic`, gone),
    ...found(
      'orphaned',
      `record in the topic of ${publisher} that nobody said`,
      without(ids, new Set(said)),
    ),
  ]
}

async function ears({ databases }: World): Promise<Ear[]> {
  const all: Ear[] = []
  for (const service of listeners) {
    const rows = await databases.rows<{
      consumer: string
      topic: string
      type: string
      since: Date
    }>(service, 'select consumer, topic, type, since from listening')
    for (const [, group] of Map.groupBy(rows, ({ consumer, topic }) => `${consumer} ${topic}`)) {
      const [{ consumer, topic } = { consumer: '', topic: '' }] = group
      const publisher = publishers.find((name) => topicOf(name) === topic)
      const since = new Map(group.map((row) => [row.type, row.since]))
      if (publisher) all.push({ service, consumer, publisher, since })
    }
  }
  return all
}

async function heard(world: World, { service, consumer, publisher, since }: Ear) {
  const { databases } = world
  const inbox = new Set(
    (
      await databases.rows<{ id: string }>(
        service,
        `select event_id as id from inbox where consumer = $1 and type = any($2)
           and uuid_extract_version(event_id) = 7`,
        [consumer, [...since.keys()]],
      )
    ).map(({ id }) => id),
  )
  const owed = world.facts(publisher).filter((fact) => isOwed(fact, since))
  const waiting = new Set([
    ...(await unsentOf(world, publisher)),
    ...(await waitingFor(world, publisher, consumer)),
  ])
  const parked = new Set(
    await databases.keys(service, 'select event_id from parked where event_id is not null'),
  )
  const missing = owed.map(({ id }) => id).filter((id) => !inbox.has(id))
  const said = new Set(world.facts(publisher).map(({ id }) => id))
  const unknown = without(inbox, said).filter((id) => !parked.has(id))
  const from = `fact of ${publisher}`
  return {
    count: owed.length,
    wrong: [
      ...found(
        'lost',
        `${from} that ${consumer} never received`,
        missing.filter((id) => !waiting.has(id)),
      ),
      ...found(
        'unreconciled',
        `${from} on its way to ${consumer}`,
        missing.filter((id) => waiting.has(id)),
      ),
      ...found('orphaned', `${from} that ${consumer} received and nobody said`, unknown),
    ],
  }
}

function isOwed({ id, type }: Fact, since: ReadonlyMap<string, Date>): boolean {
  const from = since.get(type)
  const said = instantOf(id)
  return from !== undefined && said !== undefined && said >= from
}

/** What the local broker still has to hand over. */
async function waitingFor(
  { databases }: World,
  publisher: Publisher,
  consumer: string,
): Promise<string[]> {
  const rows = await databases.rows<{ id: string }>(
    publisher,
    'select id from outbox where seq in (select unnest(seqs) from delivery where consumer = $1)',
    [consumer],
  )
  return rows.map(({ id }) => id)
}
