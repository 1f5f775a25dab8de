import kafkajs, { type AclEntry, type Admin, type ITopicConfig } from 'kafkajs'
import { setTimeout as delay } from 'node:timers/promises'
import type { Topic, TopicPlan } from './topics.ts'

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs
const { TOPIC, GROUP } = AclResourceTypes
const { WRITE, READ, DESCRIBE } = AclOperationTypes
const { LITERAL, PREFIXED } = ResourcePatternTypes

/** Makes the cluster what the plan says: missing topics, exactly these rights. Safe to do again. */
export async function applyPlan(admin: Admin, plan: TopicPlan): Promise<void> {
  const { brokers } = await admin.describeCluster()
  await createTopics(
    admin,
    plan.topics.map((topic) => configOf(topic, plan, brokers.length)),
  )
  await setRights(admin, plan.topics.flatMap(rightsOf))
  // Who asks for a group's place makes Kafka's own topic for that; later groups find it there.
  const place = () =>
    admin.fetchOffsets({ groupId: 'nobody' }).then(
      () => true,
      () => undefined,
    )
  await until('places for groups', place)
}

function configOf({ name }: Topic, { settings }: TopicPlan, brokers: number): ITopicConfig {
  const replicas = Math.min(settings.replication, brokers)
  const config = {
    'cleanup.policy': 'delete',
    'retention.ms': settings.retentionDays * 24 * 3_600_000,
    'max.message.bytes': settings.maxMessageBytes,
    'min.insync.replicas': Math.min(settings.minInSync, replicas),
    'unclean.leader.election.enable': false,
  }
  return {
    topic: name,
    numPartitions: settings.partitions,
    replicationFactor: replicas,
    configEntries: Object.entries(config).map(([key, value]) => ({
      name: key,
      value: String(value),
    })),
  }
}

/**
 * Creates topics and waits until every partition has a leader. Not by `waitForLeaders` of kafkajs:
 * the controller answers before the broker knows the topic, and kafkajs then throws now and then.
 */
export async function createTopics(admin: Admin, topics: ITopicConfig[]): Promise<void> {
  const there = new Set(await admin.listTopics())
  const missing = topics.filter(({ topic }) => !there.has(topic))
  if (missing.length > 0) await admin.createTopics({ waitForLeaders: false, topics: missing })
  await until('leaders for the new topics', async () => {
    const names = topics.map(({ topic }) => topic)
    const known = await admin.fetchTopicMetadata({ topics: names }).catch(() => undefined)
    return known?.topics.every(
      ({ partitions }) => partitions.length > 0 && partitions.every(({ leader }) => leader >= 0),
    )
  })
}

/** READ and WRITE imply DESCRIBE. Who writes a topic may see how far those are who read it. */
function rightsOf({ name, writer, readers }: Topic): AclEntry[] {
  return [
    allow(writer, TOPIC, name, WRITE),
    ...readers.map((reader) => allow(reader, TOPIC, name, READ)),
    ...readers.flatMap((reader) =>
      groupsOf(reader).flatMap((prefix) => [
        allow(reader, GROUP, prefix, READ),
        allow(writer, GROUP, prefix, DESCRIBE),
      ]),
    ),
  ]
}

/** A service's groups are called `service@topic` and `service.consumer@topic`. */
const groupsOf = (service: string) => [`${service}@`, `${service}.`]

function allow(
  service: string,
  resourceType: AclEntry['resourceType'],
  resourceName: string,
  operation: AclEntry['operation'],
): AclEntry {
  return {
    principal: `User:${service}`,
    host: '*',
    permissionType: AclPermissionTypes.ALLOW,
    resourceType,
    resourceName,
    resourcePatternType: resourceType === GROUP ? PREFIXED : LITERAL,
    operation,
  }
}

const fields = [
  'principal',
  'host',
  'permissionType',
  'resourceType',
  'resourceName',
  'resourcePatternType',
  'operation',
] as const
const nameOf = (entry: AclEntry) => fields.map((field) => entry[field]).join(' ')

/** Grants what is missing and takes away what nobody wrote down; waits until the brokers know. */
async function setRights(admin: Admin, wanted: readonly AclEntry[]): Promise<void> {
  const byName = new Map(wanted.map((entry) => [nameOf(entry), entry]))
  const now = await grantedRights(admin)
  const missing = [...byName].filter(([name]) => !now.has(name)).map(([, entry]) => entry)
  const stray = [...now].filter(([name]) => !byName.has(name)).map(([, entry]) => entry)
  if (missing.length > 0) await admin.createAcls({ acl: missing })
  if (stray.length > 0) await admin.deleteAcls({ filters: stray })
  await until('the rights to hold', async () => {
    const known = await grantedRights(admin)
    return known.size === byName.size && [...byName.keys()].every((name) => known.has(name))
  })
}

async function grantedRights(admin: Admin): Promise<Map<string, AclEntry>> {
  const { resources } = await admin.describeAcls({
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
    operation: AclOperationTypes.ANY,
  } as Parameters<Admin['describeAcls']>[0])
  const entries = resources.flatMap(({ acls, resourceType, resourceName, resourcePatternType }) =>
    acls.map((acl) => ({ ...acl, resourceType, resourceName, resourcePatternType })),
  )
  return new Map(entries.map((entry) => [nameOf(entry), entry]))
}

async function until(what: string, done: () => Promise<boolean | undefined>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await done()) return
    await delay(50)
  }
  throw new Error(`Kafka: no ${what} after 20 s`)
}
