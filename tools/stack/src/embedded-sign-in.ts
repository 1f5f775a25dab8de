import { signInOf, signInOptions } from '@peercert/local/simulators'
import type { SignIn, SignInOptions } from './sign-in.ts'
import { simulatorUnit } from './simulators/unit.ts'

/** The sign-in of local mode, as a process of its own. */
export async function startEmbeddedSignIn(options: SignInOptions): Promise<SignIn> {
  const { folder, urls, keeper, logs, demo, crowd = [] } = options
  const url = urls['sign-in'] ?? ''
  const known = signInOptions(folder, urls, demo)
  const people = [...(known.people ?? []), ...crowd.map(signInOf)]
  await keeper.add(simulatorUnit('sign-in', { url, logs }, { ...known, people }))
  return {
    async tokensOf(email) {
      const answer = await fetch(`${url}/orders`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ do: 'token', email }),
      })
      if (!answer.ok) throw new Error(`the sign-in gave no token: ${await answer.text()}`)
      const { token, idToken } = (await answer.json()) as { token: string; idToken: string }
      return { accessToken: token, idToken }
    },
    // It was told of them when it started.
    seed: async () => {},
  }
}
