import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'

/** Prisma's migration engine in WASM: the same folder format, and no native program to download. */
export interface SchemaEngine {
  applyMigrations(input: object): Promise<{ appliedMigrationNames: string[] }>
  diagnoseMigrationHistory(input: object): Promise<{ failedMigrationNames: string[] }>
  markMigrationRolledBack(input: object): Promise<unknown>
  diff(input: object): Promise<{ exitCode: number; stdout: string | null }>
}

export interface SchemaFile {
  readonly path: string
  readonly content: string
}

/* oxlint-disable typescript/no-explicit-any -- the engine and the adapter's inner parts have no types */
type Inner = any

const load = createRequire(import.meta.url)
let started: Promise<Inner> | undefined

/** Runs work on an engine, and closes every connection that it opened. */
export async function withEngine<T>(
  url: string,
  files: readonly SchemaFile[],
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  started ??= start()
  const bindings = await started
  const opened: Inner[] = []
  const engine = await bindings.SchemaEngine.new(
    { datamodels: files.map((file) => [file.path, file.content]) },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factoryOf(url, opened)),
  )
  try {
    return await work(engine)
  } finally {
    engine.free?.()
    for (const adapter of opened) await adapter.dispose()
  }
}

async function start(): Promise<Inner> {
  const script = load.resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const bindings: Inner = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const { WebAssembly } = globalThis as Inner
  const wasm = await WebAssembly.compile(
    readFileSync(join(dirname(script), 'schema_engine_bg.wasm')),
  )
  const instance = new WebAssembly.Instance(wasm, { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(instance.exports)
  ;(instance.exports as Inner).__wbindgen_start()
  ;(globalThis as Inner).PRISMA_WASM_PANIC_REGISTRY = {
    set_message(message: string) {
      console.error(`schema engine: ${message}`)
    },
  }
  return bindings
}

/**
 * The parts of the address, never a connectionString: connecting to a shadow database overrides
 * only `database`, and a connectionString would win, so the shadow would be the real database.
 */
function factoryOf(url: string, opened: Inner[]): Inner {
  const parts = partsOf(url)
  const main = new PrismaPg(parts)
  return {
    provider: main.provider,
    adapterName: main.adapterName,
    connect: async () => {
      const adapter = mended(await main.connect())
      opened.push(adapter)
      return adapter
    },
    connectToShadowDb: () => connectToShadow(main, parts),
  }
}

/** The adapter's own version drops the database while its pool still holds it. */
async function connectToShadow(main: PrismaPg, parts: ReturnType<typeof partsOf>) {
  const admin: Inner = await main.connect()
  const database = `shadow_${randomUUID().replaceAll('-', '')}`
  await admin.executeScript(`create database "${database}"`)
  const shadow = mended(await new PrismaPg({ ...parts, database }).connect())
  const end = shadow.dispose.bind(shadow)
  shadow.dispose = async () => {
    await end()
    await admin.executeScript(`drop database "${database}" with (force)`)
    await admin.dispose()
  }
  return shadow
}

/**
 * Two mends. The adapter cannot read the catalog type "char" (18), which the engine selects; and it
 * splits scripts at every semicolon, also inside function bodies and comments.
 */
function mended(adapter: Inner): Inner {
  adapter.executeScript = (script: string) =>
    adapter.client.query(script).then(
      () => undefined,
      (error: unknown) => adapter.onError(error),
    )
  let charColumns: string[] = []
  const query = adapter.client.query.bind(adapter.client)
  adapter.client.query = async (...args: Inner[]) => {
    const result = await query(...args)
    const fields = (result.fields ?? []).filter((field: Inner) => field.dataTypeID === 18)
    charColumns = fields.map((field: Inner) => field.name)
    for (const field of fields) field.dataTypeID = 25
    return result
  }
  const queryRaw = adapter.queryRaw.bind(adapter)
  adapter.queryRaw = async (input: Inner) => {
    const set = await queryRaw(input)
    for (const name of charColumns)
      set.columnTypes[set.columnNames.indexOf(name)] = ColumnTypeEnum.Character
    return set
  }
  return adapter
}

function partsOf(text: string) {
  const url = new URL(text)
  return {
    host: url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: url.pathname.slice(1),
  }
}
