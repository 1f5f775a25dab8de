/** A YAML or JSON document whose shape only its own standard knows. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any

/** Replaces local references by what they point at, so that validators need no resolver. */
export function inline(doc: Json, node: Json = doc, path: readonly string[] = []): Json {
  if (Array.isArray(node)) return node.map((item) => inline(doc, item, path))
  if (node === null || typeof node !== 'object') return node
  if (typeof node.$ref === 'string')
    return inline(doc, target(doc, node.$ref, path), [...path, node.$ref])
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, inline(doc, value, path)]),
  )
}

function target(doc: Json, ref: string, path: readonly string[]): Json {
  if (path.includes(ref)) throw new Error(`circular reference ${ref}`)
  const steps = ref
    .slice(2)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const found = steps.reduce((at: Json, step) => at?.[step], doc)
  if (found === undefined) throw new Error(`unresolved reference ${ref}`)
  return found
}
