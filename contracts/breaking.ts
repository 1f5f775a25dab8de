/**
 * What of a contract would break those who use it, compared with its released copy. The differ knows
 * requests from responses; what it misses stands in `missed`. `node contracts/breaking.ts` compares
 * every contract and ends with 1 on a break.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { apiDiff } from 'api-smart-diff'
import type { Json } from './inline.ts'

/** A contract as generated/ and released/ hold it. */
export interface Contract {
  readonly api?: Json
  readonly events?: { readonly topic: string; readonly types: Readonly<Record<string, Json>> }
}

interface Change {
  readonly type: string
  readonly action: string
  readonly path: readonly (string | number)[]
  readonly before?: Json
  readonly after?: Json
}

export function breakingChanges(released: Contract, now: Contract): string[] {
  return [...breakingOperations(released.api, now.api), ...breakingEvents(released, now)]
}

function breakingOperations(released: Json, now: Json): string[] {
  if (!released) return []
  if (!now) return ['the whole HTTP contract is gone']
  return [...breaksIn(withoutLists(released), withoutLists(now)), ...lostRoles(released, now)]
}

/** An event is what a response is: somebody else reads it. */
function breakingEvents({ events: released }: Contract, { events: now }: Contract): string[] {
  if (!released) return []
  if (!now || now.topic !== released.topic) return [`the topic ${released.topic} is gone`]
  return Object.entries(released.types).flatMap(([type, schema]) => {
    const next = now.types[type]
    if (!next) return [`event ${type} is gone`]
    return breaksIn(asAnswer(type, schema), asAnswer(type, next))
  })
}

function asAnswer(type: string, schema: Json): Json {
  const content = { 'application/json': { schema } }
  const responses = { 200: { description: 'The event.', content } }
  const info = { title: type, version: '1' }
  return { openapi: '3.1.0', info, paths: { [`/${type}`]: { get: { responses } } } }
}

function breaksIn(released: Json, now: Json): string[] {
  const changes = apiDiff(released, now) as Change[]
  return changes.filter((change) => change.type === 'breaking' || missed(change)).map(sentence)
}

function sentence({ action, path, before, after }: Change): string {
  const shown = (value: Json) =>
    value === undefined ? '' : ` ${JSON.stringify(value)}`.slice(0, 60)
  return `${path.join('/')}: ${action}${shown(before)}${action === 'replace' ? ' by' : ''}${shown(after)}`
}

/** Bodies are closed and answers are read by others, so both ways count. */
function missed(change: Change): boolean {
  const { action, path } = change
  const last = String(path.at(-1))
  if (last === 'operationId') return true
  if (action === 'replace' && ['type', 'format', 'const'].includes(last)) return true
  if (action === 'remove' && path.at(-2) === 'properties') return true
  return isAnswer(path) ? missedInAnswer(change) : missedInRequest(change)
}

function isAnswer(path: Change['path']): boolean {
  return path.includes('responses')
}

/** An answer may say less, never more: a new alternative or a field that may be absent. */
function missedInAnswer({ action, path }: Change): boolean {
  const parent = String(path.at(-2))
  if (action === 'add') return ['anyOf', 'oneOf', 'type'].includes(parent)
  return action === 'remove' && parent === 'required'
}

/** A request may ask for less, never for more. */
function missedInRequest({ action, path, after }: Change): boolean {
  const [parent, last] = [String(path.at(-2)), String(path.at(-1))]
  if (action === 'remove') return ['anyOf', 'oneOf', 'type'].includes(parent)
  if (action !== 'add') return false
  if (parent === 'required' || ['pattern', 'format', 'const', 'enum'].includes(last)) return true
  const parameters = last === 'parameters' ? after : parent === 'parameters' ? [after] : []
  return [parameters].flat().some((parameter: Json) => parameter?.required === true)
}

/** Roles and refusals are sets; compared by place, a new order would be a change. */
function withoutLists(api: Json): Json {
  return JSON.parse(JSON.stringify(api), (key, value) =>
    key === 'x-roles' || key === 'x-problems' ? undefined : value,
  )
}

function lostRoles(released: Json, now: Json): string[] {
  return operationsOf(released).flatMap(([path, method, operation]) => {
    const next = now.paths?.[path]?.[method]
    if (!next) return []
    const lost = operation['x-roles'].filter((role: string) => !next['x-roles'].includes(role))
    return lost.map((role: string) => `paths/${path}/${method}: ${role} may not call it any more`)
  })
}

function operationsOf(api: Json): [string, string, Json][] {
  return Object.entries<Json>(api.paths ?? {}).flatMap(([path, item]) =>
    Object.entries<Json>(item)
      .filter(([, operation]) => operation?.['x-roles'])
      .map(([method, operation]): [string, string, Json] => [path, method, operation]),
  )
}

/** Every contract against its released copy; `folder` holds generated/ and released/. */
export function breaksOfAll(folder: URL): string[] {
  const released = new URL('released/', folder)
  const names = existsSync(released) ? readdirSync(released) : []
  return names
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const current = new URL(`generated/${name}`, folder)
      if (!existsSync(current)) return [`${name}: the contract is gone`]
      const breaks = breakingChanges(read(new URL(name, released)), read(current))
      return breaks.map((line) => `${name.replace('.json', '')}: ${line}`)
    })
}

export function read(url: URL): Contract {
  return JSON.parse(readFileSync(url, 'utf8')) as Contract
}

if (import.meta.main) {
  const breaks = breaksOfAll(new URL('.', import.meta.url))
  for (const line of breaks) console.error(line)
  process.exit(breaks.length > 0 ? 1 : 0)
}
