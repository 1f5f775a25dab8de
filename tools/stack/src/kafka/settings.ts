/** Where one broker of a cluster listens. */
export interface BrokerPlace {
  readonly id: number
  readonly clientPort: number
  readonly controllerPort: number
}

export interface BrokerSettings {
  readonly place: BrokerPlace
  readonly all: readonly BrokerPlace[]
  /** The folder of this broker's data. */
  readonly logDir: string
  /** Of the brokers among themselves. */
  readonly brokerPassword: string
}

/** Not a service: may do everything, for the stack's own work and the operator's tools. */
export const operator = 'operator'
/** The brokers among themselves. */
export const brokerUser = 'broker'

const jaas = 'org.apache.kafka.common.security'

/**
 * server.properties of one broker that is its own controller, on loopback. Clients and brokers sign
 * in with SCRAM; nobody is anonymous, and without a right nobody may do anything.
 */
export function serverProperties({ place, all, logDir, brokerPassword }: BrokerSettings): string {
  const replicas = Math.min(3, all.length)
  const inSync = replicas >= 3 ? 2 : 1
  const properties: Record<string, string | number> = {
    'process.roles': 'broker,controller',
    'node.id': place.id,
    'controller.quorum.voters': all
      .map(({ id, controllerPort }) => `${id}@127.0.0.1:${controllerPort}`)
      .join(','),
    'controller.listener.names': 'CONTROLLER',
    listeners: `CLIENT://127.0.0.1:${place.clientPort},CONTROLLER://127.0.0.1:${place.controllerPort}`,
    'inter.broker.listener.name': 'CLIENT',
    'log.dirs': logDir,
    ...security(brokerPassword),
    'auto.create.topics.enable': 'false',
    'default.replication.factor': replicas,
    'min.insync.replicas': inSync,
    'unclean.leader.election.enable': 'false',
    'offsets.topic.replication.factor': replicas,
    // 50 by default: a second of start and 50 open segments.
    'offsets.topic.num.partitions': 4,
    // Longer than the topics keep anything: a group that was away finds its place again.
    'offsets.retention.minutes': 60 * 24 * 60,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': inSync,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': inSync,
    // 3 s by default, which every first consumer would wait.
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1_000,
    'num.network.threads': 2,
    'num.io.threads': 4,
    'num.recovery.threads.per.data.dir': 2,
    // 128 MiB of heap by default.
    'log.cleaner.dedupe.buffer.size': 4_194_304,
    'log.segment.bytes': 64 * 1024 * 1024,
  }
  return `${Object.entries(properties)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`
}

/** The controllers keep the SCRAM records themselves, so they cannot use them to meet: PLAIN there. */
function security(password: string): Record<string, string> {
  const scram = `${jaas}.scram.ScramLoginModule required username="${brokerUser}" password="${password}";`
  const plain = `${jaas}.plain.PlainLoginModule required username="controller" password="${password}" user_controller="${password}";`
  return {
    'listener.security.protocol.map': 'CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT',
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'sasl.mechanism.inter.broker.protocol': 'SCRAM-SHA-512',
    'sasl.mechanism.controller.protocol': 'PLAIN',
    'listener.name.client.scram-sha-512.sasl.jaas.config': scram,
    'listener.name.controller.sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.controller.plain.sasl.jaas.config': plain,
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'allow.everyone.if.no.acl.found': 'false',
    'super.users': `User:${brokerUser};User:controller;User:${operator}`,
  }
}
