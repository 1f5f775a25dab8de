import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Compressed once at build time; the server hands out what the browser understands. */
function precompressed(): Plugin {
  const ways = { br: promisify(brotliCompress), gz: promisify(gzip) }
  return {
    name: 'precompressed',
    apply: 'build',
    async writeBundle({ dir = '' }, bundle) {
      const names = Object.keys(bundle).filter((name) => /\.(js|css|svg)$/.test(name))
      for (const name of names) {
        const bytes = await readFile(join(dir, name))
        for (const [ending, compress] of Object.entries(ways))
          await writeFile(join(dir, `${name}.${ending}`), await compress(bytes))
      }
    },
  }
}

/** External files only: the content security policy allows no inline script, style or data address. */
export default defineConfig({
  root: here('web'),
  plugins: [react(), precompressed()],
  css: {
    preprocessorOptions: {
      scss: { loadPaths: [here('node_modules/@uswds/uswds/packages')], quietDeps: true },
    },
  },
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
