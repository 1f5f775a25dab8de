import { type GoProgram, isBuilt, requireGo } from '@peercert/stack/provision/go'

/** The load generator, built from its module. */
export const k6: GoProgram = {
  name: 'k6',
  module: 'go.k6.io/k6',
  version: 'v1.8.1',
  sum: 'h1:orZsbZ2Od0CVZICs9YpTgkKcxfPghJW8VZtwg0cj8H8=',
}

/** Throws a MissingPart where it is not built yet and cannot be. */
export const needsK6 = () => isBuilt(k6) || requireGo()
