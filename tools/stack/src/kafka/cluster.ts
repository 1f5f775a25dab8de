import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type BrokerFiles,
  EndedTooSoon,
  isRunning,
  signalBroker,
  startBroker,
} from './broker-process.ts'
import { classArchiveFlags } from './classes.ts'
import { asOperator } from './operator.ts'
import { brokerArguments, type BrokerJava } from './java.ts'
import { brokerPlaces } from './places.ts'
import { applyPlan } from './rights.ts'
import { type BrokerPlace, brokerUser, serverProperties } from './settings.ts'
import { copyTemplate, kafkaTemplate, type Users, usersOf } from './template.ts'
import { topicPlan, type TopicPlan } from './topics.ts'

export interface KafkaOptions {
  /** Made and filled at the first start, kept afterwards. */
  readonly dataDir: string
  /** Beside the data unless given. */
  readonly logDir?: string
  /** One unless given; with three, every record stands on three and one may be missing. */
  readonly brokers?: 1 | 3
  /** Of the clients, by broker; 0 or nothing: a free one. */
  readonly ports?: readonly number[]
  readonly heap?: string
  readonly jit?: BrokerJava['jit']
}

export interface KafkaProcess {
  readonly name: string
  /** 0 while it does not run. */
  readonly pid: number
  readonly log: string
}

export interface KafkaCluster {
  /** host:port of each broker. */
  readonly brokers: readonly string[]
  /** Password by principal: a service's name, or `operator`, who may do everything. */
  readonly users: Users
  readonly processes: readonly KafkaProcess[]
  /** SIGSTOP freezes, SIGCONT thaws, SIGTERM stops in order, SIGKILL ends at once. */
  kill(name: string, signal?: NodeJS.Signals): Promise<void>
  /** Answers when the broker serves again. */
  start(name: string): Promise<void>
  stop(): Promise<void>
}

interface Node {
  readonly name: string
  readonly files: BrokerFiles
  child?: ChildProcess
}

/** Apache Kafka on loopback: everybody signs in, nobody may more than deploy/kafka/topics.yaml says. */
export async function startKafka(options: KafkaOptions): Promise<KafkaCluster> {
  const plan = topicPlan()
  const { brokers = 1, dataDir } = options
  if (!existsSync(join(dataDir, 'users.json'))) {
    const template = await kafkaTemplate(plan, brokers, (folder) => finish(folder, plan, brokers))
    await copyTemplate(template, dataDir)
  }
  const cluster = await startFolder(options)
  try {
    await applyOnce(cluster, plan, dataDir)
  } catch (error) {
    await cluster.stop()
    throw error
  }
  return cluster
}

async function finish(folder: string, plan: TopicPlan, brokers: 1 | 3): Promise<void> {
  const cluster = await startFolder({ dataDir: folder, brokers })
  try {
    await applyOnce(cluster, plan, folder)
  } finally {
    await cluster.stop()
  }
  for (const { log } of cluster.processes) await rm(log)
}

/** A folder knows which plan it has; another one is applied before anybody uses the cluster. */
async function applyOnce(cluster: KafkaCluster, plan: TopicPlan, folder: string): Promise<void> {
  const note = join(folder, 'plan')
  const applied = await readFile(note, 'utf8').catch(() => '')
  if (applied === plan.digest) return
  await asOperator(cluster, (admin) => applyPlan(admin, plan))
  await writeFile(note, plan.digest)
}

/** Somebody else may take a port between look and use: so once more, with others. */
function startFolder(options: KafkaOptions): Promise<KafkaCluster> {
  return startOnce(options).catch((error: unknown) => {
    if (error instanceof EndedTooSoon) return startOnce(options)
    throw error
  })
}

async function startOnce(options: KafkaOptions): Promise<KafkaCluster> {
  const { dataDir, logDir = dataDir, brokers: count = 1, ports, heap = '384m' } = options
  const users = await usersOf(dataDir)
  await mkdir(logDir, { recursive: true })
  const all = await brokerPlaces(count, ports)
  const nodes = new Map<string, Node>()
  for (const place of all) {
    const node = nodeOf(place, dataDir, logDir)
    nodes.set(node.name, node)
    const brokerPassword = users[brokerUser] as string
    const settings = { place, all, logDir: join(dataDir, `node-${place.id}`), brokerPassword }
    await writeFile(node.files.properties, serverProperties(settings), { mode: 0o600 })
  }
  const java = { heap, jit: options.jit ?? 'quick' }
  const begin = async (node: Node) => {
    if (node.child && isRunning(node.child)) return
    const args = await brokerArguments(node.files.properties, java, await classArchiveFlags())
    node.child = await startBroker(args, node.files)
  }
  const signal = async (node: Node, name: NodeJS.Signals) => {
    if (node.child) await signalBroker(node.child, name)
  }
  const find = (name: string) => {
    const node = nodes.get(name)
    if (!node) throw new Error(`no broker is called ${name}: ${[...nodes.keys()].join(', ')}`)
    return node
  }
  const stop = async () => {
    // Of three, the last wait for a majority that goes as well. What was acknowledged stays.
    const running = [...nodes.values()].flatMap(({ child }) => child ?? [])
    await Promise.all(running.map((child) => signalBroker(child, 'SIGTERM', 8_000)))
  }
  await Promise.all([...nodes.values()].map(begin)).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return {
    brokers: all.map(({ clientPort }) => `127.0.0.1:${clientPort}`),
    users,
    get processes() {
      return [...nodes.values()].map(processOf)
    },
    kill: (name, with_ = 'SIGKILL') => signal(find(name), with_),
    start: (name) => begin(find(name)),
    stop,
  }
}

function nodeOf({ id }: BrokerPlace, dataDir: string, logDir: string): Node {
  const name = `kafka-${id}`
  const beside = (end: string) => join(dataDir, `${name}.${end}`)
  const files = { log: join(logDir, `${name}.log`), pid: beside('pid') }
  return { name, files: { ...files, properties: beside('properties') } }
}

function processOf({ name, files, child }: Node): KafkaProcess {
  return { name, pid: child && isRunning(child) ? (child.pid ?? 0) : 0, log: files.log }
}
