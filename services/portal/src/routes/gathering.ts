import type { ServiceName } from '../client/services.ts'
import { answerOf } from '../client/services.ts'

type Asked = Record<string, Promise<{ data?: unknown; response: Response }>>
type DataOf<Question> =
  Question extends Promise<{ data?: infer Data; response: Response }>
    ? Exclude<Data, undefined>
    : never

/** What several sources answered. null: nothing there, no part for this role, or not answered. */
export interface Gathered<Found> {
  readonly found: { readonly [Name in keyof Found]: Found[Name] | null }
  readonly missing: readonly ServiceName[]
}

/** `payments2` asks payments a second thing: a name is the source's, with a digit where it is needed. */
export async function gather<const Questions extends Asked>(
  questions: Questions,
): Promise<Gathered<{ [Name in keyof Questions]: DataOf<Questions[Name]> }>> {
  const missing = new Set<ServiceName>()
  const entries = await Promise.all(
    Object.entries(questions).map(async ([name, asked]) => {
      const answer = await answerOf(asked).catch(() => {
        missing.add(name.replace(/\d$/, '') as ServiceName)
        return null
      })
      return [name, answer] as const
    }),
  )
  const found = Object.fromEntries(entries) as {
    [Name in keyof Questions]: DataOf<Questions[Name]>
  }
  return { found, missing: [...missing] }
}
