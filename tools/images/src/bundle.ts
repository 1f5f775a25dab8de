import { cpSync, existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { build, type Plugin } from 'esbuild'

const root = resolve(import.meta.dirname, '../../..')

/** What an image starts: the service, and the migration of its database before a release. */
const entries = (service: string) => ({
  service: join(root, 'services', service, 'src/main.ts'),
  migrate: join(root, 'tools/postgres/src/migrate-release.ts'),
})

/**
 * A service as two programs and what they read: no packages to install, no TypeScript, and nothing
 * that is for tests. Code that production must not have is not in the files at all.
 */
export async function bundleService(service: string, target: string): Promise<void> {
  const home = join(root, 'services', service)
  const entryPoints = entries(service)
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
    keepNames: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    external: ['pg-native', '@prisma/schema-engine-wasm/*'],
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [placesOf(home, Object.values(entryPoints))],
    banner: { js: requireForPackages },
  })
  copyAssets(home, target)
  copySchemaEngine(target)
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

/** Read at run time, beside the program, as in the service's folder: fonts, the web, migrations. */
function copyAssets(home: string, target: string) {
  for (const asset of ['assets', 'dist', 'prisma']) {
    const from = join(home, asset)
    if (!existsSync(from)) continue
    cpSync(from, join(target, asset), {
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
