import type { ValidateFunction } from 'ajv/dist/2020.js'
import type { EventContract } from './contract.ts'
import { strictAjv } from './schema.ts'

export type CheckData = (type: string, data: unknown) => void

/** Validators of one contract's event data, compiled once. */
export function eventValidators(contract: EventContract): ReadonlyMap<string, ValidateFunction> {
  const ajv = strictAjv()
  return new Map(
    Object.entries(contract.types).map(([type, schema]) => [type, ajv.compile(schema)]),
  )
}

export function compileEventData(contract: EventContract): CheckData {
  const validators = eventValidators(contract)
  return (type, data) => {
    const valid = validators.get(type)
    if (!valid) throw new Error(`${contract.source} has no event ${type}`)
    if (!valid(data)) throw new Error(`${type} breaks its contract: ${reasons(valid)}`)
  }
}

/** Names places and rules, never values: an event's data must not end in a log. */
export function reasons(valid: ValidateFunction): string {
  return (valid.errors ?? [])
    .map((error) => `${error.instancePath || '/'} ${error.message ?? error.keyword}`)
    .join(', ')
}
