import type { Services } from '../client/services.ts'

/** Names are for reading; without them the desk shows the role alone. */
export async function namesOf(
  services: Services,
  subjects: readonly string[],
): Promise<Record<string, string>> {
  const asked = [...new Set(subjects)].slice(0, 200)
  if (asked.length === 0) return {}
  const { data } = await services.identity
    .POST('/staff/names', { body: { subjects: asked } })
    .catch(() => ({ data: undefined }))
  return Object.fromEntries((data?.names ?? []).map(({ subject, name }) => [subject, name]))
}
