import { parse } from 'yaml'
import type { Check, Finding } from './check.ts'
import { textOf } from './tracked.ts'

interface Floor {
  readonly version: string
  readonly why: string
}

/** The oldest version of a package that may be installed, directly or by another. */
const floors: Readonly<Record<string, Floor>> = {
  fastify: { version: '5.8.5', why: 'CVE-2025-32442, CVE-2026-25223, -3635, -33806' },
  'fast-jwt': { version: '6.2.4', why: 'CVE-2026-44351, CVE-2026-34950' },
  '@fastify/jwt': { version: '10.2.8', why: 'brings a fast-jwt above its floor' },
  nodemailer: { version: '9.1.1', why: 'SMTP command injection of 2026' },
  '@platformatic/kafka': { version: '2.1.1', why: 'lost and repeated records below' },
}

export const dependencyFloors: Check = {
  name: 'floors of dependencies',
  run(root) {
    const lock = parse(textOf(root, 'pnpm-lock.yaml') ?? '') as { packages?: object } | null
    return belowFloor(Object.keys(lock?.packages ?? {}))
  },
}

/** Entries of a lockfile, `name@version`. */
export function belowFloor(entries: readonly string[]): Finding {
  if (entries.length === 0) return { looked: 'no package', wrong: ['the lockfile names nothing'] }
  const wrong = entries.flatMap((entry) => {
    const at = entry.lastIndexOf('@')
    const [name, version] = [entry.slice(0, at), entry.slice(at + 1)]
    const floor = floors[name]
    if (!floor || !isBelow(version, floor.version)) return []
    return [`${entry} is below ${floor.version}: ${floor.why}`]
  })
  return { looked: `${entries.length} packages`, wrong }
}

/** By numbers; a pre-release counts as below the release of the same numbers. */
export function isBelow(version: string, floor: string): boolean {
  const parts = (text: string) => (text.split('-')[0] ?? '').split('.').map(Number)
  const [own, least] = [parts(version), parts(floor)]
  const differing = least.findIndex((number, index) => number !== own[index])
  if (differing === -1) return version.includes('-')
  return (own[differing] ?? 0) < (least[differing] ?? 0)
}
