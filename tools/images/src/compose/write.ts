import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { userInfo } from 'node:os'
import type { Environment } from '@peercert/chassis/config'
import type { DataFolder } from '@peercert/local/data-folder'
import type { Urls } from '@peercert/local/environment'
import { choosePorts } from '@peercert/local/ports'
import { addresses, urlsOf } from '@peercert/stack/addresses'
import { localName, partImage, realParts } from '@peercert/stack/containers/names'
import { serverProperties } from '@peercert/stack/kafka/settings'
import { natsConfig } from '@peercert/stack/nats/server'
import { serviceNames } from '@peercert/stack/services'
import { services } from '../recipes.ts'
import { environments } from './environment.ts'

/** Everything that deploy/compose.yaml reads, into the folder; secrets are made at the first time and stay. */
export function writeEnvironment(folder: DataFolder): Urls {
  const urls = urlsOf(folder.memory.ports)
  const place = join(folder.path, 'env')
  mkdirSync(place, { recursive: true, mode: 0o700 })
  for (const [name, environment] of Object.entries(environments(folder, urls)))
    write(join(place, `${name}.env`), linesOf(environment))
  write(join(folder.path, 'nats.conf'), natsConfigOf(folder, urls))
  const only = { id: 1, clientPort: 0, controllerPort: 1 }
  const broker = { place: only, all: [only], logDir: '@DATA@', brokerPassword: '@PASSWORD@' }
  write(join(folder.path, 'server.properties'), serverProperties(broker))
  write(join(folder.path, 'compose.env'), linesOf(composeEnvironment(folder.path)))
  return urls
}

/** The same ports at every start; one that was taken meanwhile is replaced. Not while our own containers have them. */
export async function choosePortsOf(folder: DataFolder, port: number | undefined): Promise<void> {
  await addresses(folder, { port, brokers: 1 })
  const { ports } = folder.memory
  folder.memory.ports = { ...ports, ...(await choosePorts(['kafka-controller'], ports)) }
  folder.save()
}

/** What the file itself names: images, folders and who we are. */
function composeEnvironment(path: string): Environment {
  const { uid, gid } = userInfo()
  return {
    COMPOSE_PROJECT_NAME: projectOf(path),
    PEERCERT_DATA: path,
    PEERCERT_ENV: join(path, 'env'),
    PEERCERT_USER: uid < 0 ? '1000:1000' : `${uid}:${gid}`,
    KEYCLOAK_FLAGS: process.env.KEYCLOAK_FLAGS ?? '--optimized',
    ...Object.fromEntries(realParts.map((part) => [variable(part), partImage(part)])),
    ...Object.fromEntries(
      [...services, 'demo'].map((name) => [
        variable(name),
        process.env[variable(name)] || localName(name),
      ]),
    ),
  }
}

export function projectOf(path: string): string {
  return `peercert-${createHash('sha256').update(path).digest('hex').slice(0, 8)}`
}

const variable = (image: string) => `IMAGE_${image.toUpperCase()}`

function natsConfigOf(folder: DataFolder, urls: Urls): string {
  const portOf = (name: string) => Number(new URL(urls[name] ?? '').port)
  return natsConfig({
    port: portOf('nats'),
    monitorPort: portOf('nats-monitor'),
    users: Object.fromEntries(serviceNames.map((name) => [name, folder.secret(`nats.${name}`)])),
  })
}

function linesOf(environment: Environment): string {
  const pairs = Object.entries(environment).filter(([, value]) => value !== undefined)
  return `${pairs.map(([name, value]) => `${name}=${value}`).join('\n')}\n`
}

function write(file: string, text: string) {
  writeFileSync(file, text, { mode: 0o600 })
}
