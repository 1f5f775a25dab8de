import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** External files only: the content security policy allows no inline script, style or data address. */
export default defineConfig({
  root: here('web'),
  plugins: [react()],
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
