import { globSync } from 'node:fs'
import type { Check } from './check.ts'
import { findingOf, runTool } from './tool.ts'

const contractsIn = (root: string) => globSync('contracts/*/{openapi,asyncapi}.yaml', { cwd: root })

/** The types and data that are committed are what the contracts say. */
export const generated: Check = {
  name: 'generated contracts',
  run: (root) => {
    const result = runTool(root, process.execPath, ['contracts/generate.ts', '--check'])
    return findingOf(result, `${contractsIn(root).length} documents`)
  },
}

/** Nothing breaks who uses the last release. */
export const breaking: Check = {
  name: 'released contracts',
  run: (root) => {
    const released = globSync('contracts/released/*.json', { cwd: root })
    const result = runTool(root, process.execPath, ['contracts/breaking.ts'])
    const looked = released.length > 0 ? `${released.length} released` : 'nothing released yet'
    return findingOf(result, looked)
  },
}

export const standards: Check = {
  name: 'OpenAPI and AsyncAPI',
  run: (root) => {
    const documents = contractsIn(root)
    const args = ['lint', '--config', 'contracts/redocly.yaml', '--format', 'checkstyle']
    const result = runTool(root, 'redocly', [...args, ...documents])
    return findingOf(result, `${documents.length} documents`, /<file |<error /)
  },
}
