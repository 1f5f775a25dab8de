import { containersMissing } from '@peercert/stack/containers/engine'
import { localName, realParts } from '@peercert/stack/containers/names'
import { imageExists } from '../engine.ts'
import { services } from '../recipes.ts'
import { composeProgram } from './engine.ts'

/** Why the system cannot run in containers here; undefined when it can. */
export async function composeMissing(): Promise<string | undefined> {
  const missing = await containersMissing(realParts)
  if (missing) return missing
  if (!composeProgram())
    return 'Docker Compose is missing: install it, or the package docker-compose'
  for (const name of [...services, 'demo'])
    if (!(await imageExists(localName(name)))) return 'A container image is missing: npm run images'
  return undefined
}

/** STACK=required runs it in any case, so that it fails by what is missing; CONTAINERS=off leaves containers out. */
export async function skipCompose(): Promise<string | false> {
  const { STACK, CONTAINERS } = process.env
  if (STACK === 'off' || CONTAINERS === 'off') return CONTAINERS ? 'CONTAINERS=off' : 'STACK=off'
  const missing = await composeMissing()
  return missing !== undefined && STACK !== 'required' && missing
}
