import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { partImage, type RealPart } from './names.ts'

const run = promisify(execFile)

/** Undefined where an engine answers; else why not. DOCKER_HOST says which one, as everywhere. */
export async function engineMissing(): Promise<string | undefined> {
  try {
    await run('docker', ['version', '--format', '{{.Server.Version}}'], { timeout: 20_000 })
    return undefined
  } catch (error) {
    const { code, stderr = '' } = error as { code?: unknown; stderr?: string }
    if (code === 'ENOENT') return 'A Docker engine is missing: there is no docker command'
    return `A Docker engine is missing: ${stderr.trim().split('\n').at(-1)}`
  }
}

/** Why parts cannot run in containers here; undefined when they can. */
export async function containersMissing(parts: readonly RealPart[]): Promise<string | undefined> {
  const missing = await engineMissing()
  if (missing) return missing
  const absent: string[] = []
  for (const part of parts) {
    const known = await run('docker', ['image', 'inspect', partImage(part)]).then(
      () => true,
      () => false,
    )
    if (!known) absent.push(part)
  }
  return absent.length > 0
    ? `A container image is missing: npm run images -- ${absent.join(' ')}`
    : undefined
}

/**
 * As skipReason() of the packages: what is required runs in any case, and fails by what is missing. CONTAINERS=off leaves
 * containers out where everything else is required, for a machine on which no engine can run.
 */
export async function skipContainers(parts: readonly RealPart[]): Promise<string | false> {
  const { STACK, CONTAINERS } = process.env
  if (STACK === 'off' || CONTAINERS === 'off') return CONTAINERS ? 'CONTAINERS=off' : 'STACK=off'
  const missing = await containersMissing(parts)
  return missing !== undefined && STACK !== 'required' && missing
}
