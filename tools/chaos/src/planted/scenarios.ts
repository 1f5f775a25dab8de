import { houseScenarios } from './house-scenarios.ts'
import { DyingLine } from './line.ts'
import { lineScenarios } from './line-scenarios.ts'

/** Answers what is wrong after it; nothing on sources without a bug. */
export type Run = (adminUrl: string, database: string) => Promise<string[]>

const onLine = Object.entries(lineScenarios).map(([name, scenario]): [string, Run] => [
  name,
  async (adminUrl, database) => {
    const line = await DyingLine.open(adminUrl, database)
    try {
      return await scenario(line)
    } finally {
      await line.close()
    }
  },
])

export const scenarios: Readonly<Record<string, Run>> = {
  ...Object.fromEntries(onLine),
  ...houseScenarios,
}
