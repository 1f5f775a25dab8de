import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** A setting as people who run the product see it. */
export interface DescribedSetting {
  readonly name: string
  readonly what: string
  readonly takes: string
  readonly secret: boolean
  /** Undefined: it must be given. `nothing` when leaving it out is fine and means something by itself. */
  readonly fallback: string | undefined
  /** Undefined: every service has it. */
  readonly service: string | undefined
}

interface Setting {
  readonly secret: boolean
  readonly takes: string
  readonly fallback: { readonly value: unknown } | undefined
}

type Schema = Readonly<Record<string, Setting>>

/** Every setting of the chassis and the services, from their schemas; the words from the docstrings beside them. */
export async function settingsOf(root: string): Promise<DescribedSetting[]> {
  const { environmentName } = (await load(root, 'services/chassis/src/config.ts')) as {
    environmentName: (key: string) => string
  }
  const files = globSync(['services/chassis/src/*-config.ts', 'services/*/src/config.ts'], {
    cwd: root,
  })
  const described: DescribedSetting[] = []
  for (const file of files.toSorted()) {
    const service = basename(join(file, '../..'))
    const words = docstringsOf(readFileSync(join(root, file), 'utf8'))
    for (const schema of schemasOf(await load(root, file)))
      for (const [key, { takes, secret, fallback }] of Object.entries(schema))
        described.push({
          name: environmentName(key),
          what: words.get(key) ?? '',
          takes,
          secret,
          fallback: fallback && shown(fallback.value),
          service: service === 'chassis' ? undefined : service,
        })
  }
  return described
}

/** The docstring right above a key of an object: `/** What it is for. *\/ key:`. */
export function docstringsOf(source: string): Map<string, string> {
  const found = source.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(\w+):/g)
  return new Map(
    Array.from(found, ([, words = '', key = '']) => [
      key,
      words
        .replaceAll(/\n\s*\*/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    ]),
  )
}

function load(root: string, file: string): Promise<Readonly<Record<string, unknown>>> {
  return import(pathToFileURL(join(root, file)).href) as Promise<Record<string, unknown>>
}

/** What a module exports as `schema`, or as something that ends with `Settings`. */
function schemasOf(module: Readonly<Record<string, unknown>>): Schema[] {
  return Object.entries(module)
    .filter(([name]) => name === 'schema' || name.endsWith('Settings'))
    .map(([, schema]) => schema as Schema)
}

function shown(value: unknown): string {
  if (value === undefined || value === '') return 'nothing'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
