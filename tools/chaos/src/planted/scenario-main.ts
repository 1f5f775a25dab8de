/** One scenario on the sources beside it: `scenario-main.ts ADMIN-URL DATABASE NAME`; prints what is wrong as JSON. */
import { scenarios } from './scenarios.ts'

const [, , adminUrl = '', database = '', name = ''] = process.argv
const scenario = scenarios[name]
if (!scenario) throw new Error(`no scenario is called ${JSON.stringify(name)}`)
process.stdout.write(`${JSON.stringify(await scenario(adminUrl, database))}\n`)
process.exit(0)
