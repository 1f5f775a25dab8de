import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { hasKafkaArtifacts } from './kafka/artifacts.ts'
import { hasKeycloak } from './keycloak/prepared.ts'
import { natsServer } from './nats/program.ts'
import { isBuilt, requireGo } from './provision/go.ts'
import { requireJava } from './provision/maven.ts'
import { MissingPart } from './provision/missing.ts'

export type RealPart = 'kafka' | 'keycloak' | 'nats'

/** What this machine must have for each part; a part that lies in the cache needs only what runs it. */
const needs: Readonly<Record<RealPart, readonly (() => unknown)[]>> = {
  kafka: [requireJava, () => hasKafkaArtifacts() || requireMaven()],
  keycloak: [requireJava, () => hasKeycloak() || requireMaven()],
  nats: [() => isBuilt(natsServer) || requireGo()],
}

const all = Object.keys(needs) as RealPart[]

/**
 * A line for each thing that is missing here, with what to install. Cheap: nothing is fetched or built. `others` throw a
 * MissingPart for what is needed beside the parts.
 */
export async function missingFor(
  parts: readonly RealPart[] = all,
  others: readonly (() => unknown)[] = [],
): Promise<string[]> {
  const lines = new Set<string>()
  for (const need of new Set([...parts.flatMap((part) => needs[part]), ...others]))
    try {
      await need()
    } catch (error) {
      if (!(error instanceof MissingPart)) throw error
      lines.add(error.message)
    }
  return [...lines]
}

export async function stackAvailable(): Promise<
  { readonly ok: true } | { readonly ok: false; readonly missing: string[] }
> {
  const missing = await missingFor()
  return missing.length === 0 ? { ok: true } : { ok: false, missing }
}

/**
 * Why a suite on real parts does not run here; false when it does. STACK=required lets it run in any case, so that it
 * fails by what is missing; STACK=off leaves it out.
 */
export async function skipReason(
  parts: readonly RealPart[] = all,
  others: readonly (() => unknown)[] = [],
): Promise<string | false> {
  const wish = process.env.STACK
  if (wish === 'required') return false
  if (wish === 'off') return 'STACK=off'
  const missing = await missingFor(parts, others)
  return missing.length > 0 && missing.join('; ')
}

/** Looked for, not run: Maven takes a second to say its version. */
function requireMaven(): void {
  const found = (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, 'mvn'), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
  if (!found) throw new MissingPart('Maven', 'install Maven 3.8 or newer (mvn)')
}
