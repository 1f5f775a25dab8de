import { Ajv2020, type Options } from 'ajv/dist/2020.js'
import formatsModule from 'ajv-formats'

const addFormats = formatsModule.default

const base: Options = {
  allErrors: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
  strictTuples: false,
  discriminator: true,
}

/** What JSON says, it says: no coercion. For bodies, answers and events. */
export function strictAjv(): Ajv2020 {
  return prepared({ ...base, useDefaults: true })
}

/** Path, query and headers arrive as text and are read as their type. */
export function coercingAjv(): Ajv2020 {
  return prepared({ ...base, useDefaults: true, coerceTypes: 'array' })
}

function prepared(options: Options): Ajv2020 {
  const ajv = new Ajv2020(options)
  addFormats(ajv)
  // Words that describe and do not validate; the strict mode would refuse them.
  ajv.addVocabulary(['example', 'xml', 'externalDocs', 'components', 'x-personal-data'])
  return ajv
}
