/** `npm run check`: everything that must be true of the repository before anybody runs a test. */
import { resolve } from 'node:path'
import { budgets } from './budgets.ts'
import { type Check, runChecks } from './check.ts'
import { breaking, generated, standards } from './contracts.ts'
import { messaging, migrations, strictQueries } from './databases.ts'
import { dependencyFloors } from './dependency-floors.ts'
import { environment } from './environment.ts'
import { machinePlaces } from './places.ts'
import { ruleCoverage } from './rule-coverage.ts'
import { telemetry } from './telemetry.ts'
import { boundaries, format, lint, types } from './toolchain.ts'

const checks: readonly Check[] = [
  generated,
  standards,
  breaking,
  environment,
  telemetry,
  format,
  lint,
  boundaries,
  budgets,
  machinePlaces,
  dependencyFloors,
  messaging,
  strictQueries,
  migrations,
  ruleCoverage,
  types,
]

const root = resolve(import.meta.dirname, '../../..')
const [, , ...only] = process.argv
const chosen = checks.filter(
  (check) => only.length === 0 || only.some((word) => check.name.includes(word)),
)
if (chosen.length === 0)
  console.error(`There are: ${checks.map((check) => check.name).join(', ')}.`)
const well = chosen.length > 0 && (await runChecks(chosen, root, (line) => console.log(line)))
process.exit(well ? 0 : 1)
