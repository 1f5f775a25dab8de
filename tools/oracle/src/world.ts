import { findRunning, readMemory } from '@peercert/local/data-folder'
import { type Acked, readAcked } from './acked.ts'
import { type Databases, openDatabases } from './databases.ts'
import { type Fact, type Publisher, readFacts } from './facts.ts'
import { type Journals, openJournals } from './journals.ts'
import { openTopics, type Topics } from './topics.ts'

/** Everything that an invariant may look at. Nothing in it can be changed. */
export interface World {
  readonly folder: string
  readonly databases: Databases
  readonly journals: Journals
  /** Undefined where facts travel inside one process. */
  readonly topics: Topics | undefined
  /** What clients were told has happened. */
  readonly acked: readonly Acked[]
  readonly facts: (publisher: Publisher, type?: string) => readonly Fact[]
  /** Program time. */
  readonly now: Date
  readonly services: Readonly<Record<string, string>>
  readonly expected: Expected
  close(): Promise<void>
}

/** What a test that meant harm knows to be there. */
export interface Expected {
  /** Parked events. */
  readonly parked: number
  /** Lost facts were published again, so some came after later ones of their key. */
  readonly mended: boolean
}

export interface WorldOptions extends Partial<Expected> {
  readonly folder: string
  /** Other eyes than the reader's. */
  readonly databases?: Databases
  /** Lines of JSON that a client wrote about what it was told. */
  readonly ackedFile?: string | undefined
}

export async function openWorld(options: WorldOptions): Promise<World> {
  const { folder, ackedFile, parked = 0, mended = false } = options
  const running = await findRunning(folder)
  const { services, card, mail, clock } = running ?? {}
  if (!services || !card || !mail || !clock)
    throw new Error(
      `PeerCert does not run on ${folder}. Start it with npm start or npm run stack -- up.`,
    )
  const { secrets } = readMemory(folder)
  const databases = options.databases ?? openDatabases(folder)
  const facts = await readFacts(databases)
  const { now } = (await (await fetch(clock)).json()) as { now: string }
  return {
    folder,
    databases,
    journals: openJournals({ card, mail, cardKey: `sk_test_${secrets.card}` }),
    topics: await openTopics(folder),
    acked: ackedFile === undefined ? [] : readAcked(ackedFile),
    facts(publisher, type) {
      const all = facts.get(publisher) ?? []
      return type === undefined ? all : all.filter((fact) => fact.type === type)
    },
    now: new Date(now),
    services,
    expected: { parked, mended },
    close: () => databases.close(),
  }
}
