import { skipReason } from '../../src/available.ts'
import type { Provider } from './house.ts'

const missing = await skipReason(['keycloak'])

/** Both sign-ins; the real one only where the machine can run it. */
export const doors: readonly { provider: Provider; skip: string | false; title: string }[] = [
  { provider: 'embedded', skip: false, title: 'the embedded sign-in' },
  {
    provider: 'keycloak',
    skip: missing,
    title: `the real Keycloak${missing ? ` (${missing})` : ''}`,
  },
]
