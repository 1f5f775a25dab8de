import type { RunningSystem } from './data-folder.ts'

/** An access token of a demo person of a running system, without a browser. */
export async function personToken({ control }: RunningSystem, email: string): Promise<string> {
  const answer = await fetch(`${control}/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email }),
  })
  if (answer.status === 404) throw new Error(`Nobody here signs in as ${email}.`)
  if (!answer.ok) throw new Error(`The sign-in answered ${answer.status}.`)
  return ((await answer.json()) as { accessToken: string }).accessToken
}
