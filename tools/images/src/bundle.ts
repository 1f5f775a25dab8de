import { cpSync, existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { build, type Plugin } from 'esbuild'

const root = resolve(import.meta.dirname, '../../..')

const migrate = join(root, 'tools/postgres/src/migrate-release.ts')

/**
 * A service as two programs and what they read: no packages to install, no TypeScript, and nothing
 * that is for tests. Code that production must not have is not in the files at all.
 */
export async function bundleService(service: string, target: string): Promise<void> {
  const home = join(root, 'services', service)
  await bundle(home, target, { service: join(home, 'src/main.ts'), migrate })
  copyBeside(home, target, ['assets', 'dist', 'prisma'])
  copySchemaEngine(target)
}

/** What stands around the product where it is only shown: simulators, program time, first databases and topics. */
export async function bundleDemo(target: string): Promise<void> {
  const demo = join(root, 'tools/images/src/demo')
  await bundle(root, target, {
    databases: join(demo, 'databases.ts'),
    topics: join(demo, 'topics.ts'),
    control: join(demo, 'control.ts'),
    simulator: join(root, 'tools/stack/src/simulators/main.ts'),
    'ce-audit': join(root, 'tools/stack/src/ce-audit.ts'),
    migrate,
  })
  copyBeside(root, target, ['tools/simulators/assets', 'deploy/kafka/topics.yaml'])
  copyBeside(join(root, 'services/chassis'), target, ['prisma'])
  copySchemaEngine(target)
}

async function bundle(
  home: string,
  target: string,
  entryPoints: Readonly<Record<string, string>>,
): Promise<void> {
  await build({
    entryPoints,
    outdir: target,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    outExtension: { '.js': '.mjs' },
    // Names stay, so that a stack trace says where; what is dead in production goes.
    minifySyntax: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    external: ['pg-native', '@prisma/schema-engine-wasm/*'],
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [placesOf(home, Object.values(entryPoints))],
    banner: { js: requireForPackages },
  })
}

/** CommonJS packages inside an ES module still ask for Node's own modules by require. */
const requireForPackages = [
  `import { createRequire as createRequireOfBundle } from 'node:module'`,
  `import { dirname as dirnameOfBundle } from 'node:path'`,
  `import { fileURLToPath as pathOfBundle } from 'node:url'`,
  `const require = createRequireOfBundle(import.meta.url)`,
  `const __filename = pathOfBundle(import.meta.url)`,
  `const __dirname = dirnameOfBundle(__filename)`,
].join('\n')

/**
 * A source file finds what lies beside it by `import.meta.url`. In the bundle that is the bundle's
 * place; so each file is told the place it would have, were the service's folder the bundle's.
 */
function placesOf(home: string, started: readonly string[]): Plugin {
  return {
    name: 'places',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (path.includes('node_modules')) return undefined
        const source = readFileSync(path, 'utf8')
        if (!source.includes('import.meta.')) return undefined
        const inside = !relative(home, path).startsWith('..')
        const place = inside ? relative(home, path) : relative(root, path)
        const url = `new URL(${JSON.stringify(place)}, import.meta.url)`
        const contents = source
          .replaceAll('import.meta.url', `${url}.href`)
          .replaceAll('import.meta.dirname', `new URL('.', ${url}).pathname`)
          .replaceAll('import.meta.main', String(started.includes(path)))
        return { contents, loader: 'ts' }
      })
    },
  }
}

/** Read at run time, beside the program, as in the source's folder: fonts, the web, migrations. */
function copyBeside(home: string, target: string, places: readonly string[]) {
  for (const place of places) {
    const from = join(home, place)
    if (!existsSync(from)) continue
    cpSync(from, join(target, place), {
      recursive: true,
      filter: (file) => !relative(from, file).startsWith('client'),
    })
  }
}

/** The migration engine finds its WebAssembly beside its own script. */
function copySchemaEngine(target: string) {
  const near = createRequire(join(root, 'tools/postgres/package.json'))
  const folder = dirname(near.resolve('@prisma/schema-engine-wasm/schema_engine_bg'))
  cpSync(folder, join(target, 'node_modules/@prisma/schema-engine-wasm'), {
    recursive: true,
    dereference: true,
    filter: (file) => !/\.(d\.ts|md)$/.test(file),
  })
}
