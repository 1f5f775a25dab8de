import type { Check } from './check.ts'
import { textOf, trackedFiles } from './tracked.ts'

interface Place {
  readonly what: string
  readonly shape: RegExp
}

const places: readonly Place[] = [
  { what: 'a folder of one machine', shape: /(?<![\w.~-])\/(?:root|home\/\w+|Users\/\w+)\// },
  { what: 'a folder of one machine', shape: /(?<![\w.~/-])[A-Z]:\\Users\\/ },
  {
    what: 'a package registry',
    shape: /https?:\/\/[^\s/'"`]*(?:registry|artifactory|verdaccio|nexus)[^\s/'"`]*/i,
  },
  { what: 'a tarball that one registry has', shape: /tarball: https?:/ },
  { what: 'a private key', shape: /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/ },
]

const known = /\.(?:png|jpe?g|gif|ico|woff2?|ttf|pdf|wasm|zip|gz)$/

/** What is true on one machine only has no business in the repository. */
export const machinePlaces: Check = {
  name: 'machine paths and registries',
  run(root) {
    const files = trackedFiles(root).filter((file) => !known.test(file))
    const wrong = files.flatMap((file) => placesIn(file, textOf(root, file) ?? '', root))
    return { looked: `${files.length} files`, wrong }
  },
}

/** `root` is where this copy lies now: written down, it would be true here only. */
export function placesIn(file: string, text: string, root: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const found = places.filter(({ shape }) => shape.test(line)).map(({ what }) => what)
    if (line.includes(`${root}/`)) found.push('the folder of this copy')
    return found.map((what) => `${file}:${index + 1} names ${what}`)
  })
}
