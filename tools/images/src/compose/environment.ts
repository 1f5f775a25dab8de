import type { Environment } from '@peercert/chassis/config'
import type { DataFolder } from '@peercert/local/data-folder'
import type { Urls } from '@peercert/local/environment'
import { cardOptions, mailOptions } from '@peercert/local/simulators'
import { brokerUser, operator } from '@peercert/stack/kafka/settings'
import { topicPlan } from '@peercert/stack/kafka/topics'
import { outsideOptions } from '@peercert/stack/keycloak-accounts'
import { processEnvironment, serviceNames } from '@peercert/stack/services'
import { adminOf, databaseOwners, databaseUrls, signInDatabase } from './secrets.ts'

/** What each container reads, by its name in deploy/compose.yaml. A service reads what it reads everywhere. */
export function environments(folder: DataFolder, urls: Urls): Record<string, Environment> {
  const kafka = kafkaUsers(folder)
  const postgresPassword = folder.secret('postgres')
  return {
    ...Object.fromEntries(
      serviceNames.map((name) => [name, serviceEnvironment(name, folder, urls)]),
    ),
    // A stand-in, from the image of the simulators, which do not know where a service says that it is ready.
    'ce-audit': {
      ...serviceEnvironment('ce-audit', folder, urls),
      HEALTH_URL: `${urls['ce-audit']}/readyz`,
    },
    postgres: { POSTGRES_PASSWORD: postgresPassword, PGPORT: portOf(urls.postgres) },
    databases: {
      ADMIN_URL: `postgresql://postgres:${postgresPassword}@127.0.0.1:${portOf(urls.postgres)}/postgres`,
      DATABASES: JSON.stringify(databaseOwners(folder)),
    },
    kafka: {
      KAFKA_USERS: Object.entries(kafka)
        .map((pair) => pair.join('='))
        .join(' '),
      KAFKA_LISTEN: '127.0.0.1',
      KAFKA_CLIENT_PORT: portOf(urls['kafka-1']),
      KAFKA_CONTROLLER_PORT: portOf(urls['kafka-controller']),
    },
    topics: { KAFKA_BROKERS: brokerOf(urls), KAFKA_PASSWORD: kafka[operator] },
    keycloak: keycloakEnvironment(folder, urls),
    card: simulator('card', urls, cardOptions(folder, urls)),
    mail: simulator('mail', urls, mailOptions(folder, urls)),
    'outside-sign-ins': simulator(
      'outside-sign-ins',
      urls,
      outsideOptions({ folder, urls, demo: true }),
    ),
    control: { PEERCERT_DATA: '/data', HEALTH_URL: `${urls.control}/ready` },
  }
}

/** Program time may be moved here, which production refuses: this is a system to look at. */
function serviceEnvironment(name: string, folder: DataFolder, urls: Urls): Environment {
  const environment = processEnvironment(name, {
    folder,
    urls,
    databases: databaseUrls(folder, urls),
    kafka: { brokers: [brokerOf(urls)], users: kafkaUsers(folder) },
    natsUrlOf: (user) =>
      `nats://${user}:${folder.secret(`nats.${user}`)}@127.0.0.1:${portOf(urls.nats)}`,
    clockUrl: `${urls.control}/clock`,
    clockSecret: folder.secret('clock'),
    logs: '',
  })
  const { NODE_COMPILE_CACHE: _hosts, ...own } = environment
  return { ...own, NODE_ENV: 'demonstration' }
}

function keycloakEnvironment(folder: DataFolder, urls: Urls): Environment {
  const admin = adminOf(folder)
  const secrets = ['portal', 'importer', ...serviceNames].map((client) => [
    `${client.replaceAll('-', '_').toUpperCase()}_CLIENT_SECRET`,
    folder.secret(`client.${client}`),
  ])
  const { hostname } = new URL(urls['sign-in'] ?? '')
  return {
    KC_DB: 'postgres',
    KC_DB_URL: `jdbc:postgresql://127.0.0.1:${portOf(urls.postgres)}/${signInDatabase}`,
    KC_DB_USERNAME: signInDatabase,
    KC_DB_PASSWORD: folder.secret(`database.${signInDatabase}`),
    KC_HOSTNAME: urls['sign-in'],
    KC_HTTP_ENABLED: 'true',
    KC_HTTP_HOST: hostname,
    KC_HTTP_PORT: portOf(urls['sign-in']),
    KC_HTTP_MANAGEMENT_HOST: hostname,
    KC_HTTP_MANAGEMENT_PORT: portOf(urls['sign-in-management']),
    KC_HEALTH_ENABLED: 'true',
    KC_CACHE: 'local',
    KC_LOG_LEVEL: 'INFO,io.smallrye.health:ERROR',
    KC_BOOTSTRAP_ADMIN_CLIENT_ID: admin.clientId,
    KC_BOOTSTRAP_ADMIN_CLIENT_SECRET: admin.secret,
    JAVA_OPTS_KC_HEAP: '-Xms64m -Xmx384m',
    JAVA_OPTS_APPEND: '-XX:TieredStopAtLevel=1 -XX:-UseG1GC -XX:+UseSerialGC',
    PORTAL_URL: urls.portal,
    SMTP_HOST: '127.0.0.1',
    SMTP_PORT: portOf(urls.smtp),
    ...Object.fromEntries(secrets),
  }
}

/** Its options as in `npm run stack`; its folder is the container's. */
function simulator(name: string, urls: Urls, options: object): Environment {
  return {
    SIMULATOR: JSON.stringify({ ...options, folder: '/data' }),
    HEALTH_URL: `${urls[name]}/orders`,
  }
}

function kafkaUsers(folder: DataFolder): Record<string, string> {
  const names = [brokerUser, operator, ...topicPlan().principals]
  return Object.fromEntries(names.map((name) => [name, folder.secret(`kafka.${name}`)]))
}

const brokerOf = (urls: Urls) => `127.0.0.1:${portOf(urls['kafka-1'])}`

function portOf(url: string | undefined): string {
  return new URL(url ?? '').port
}
