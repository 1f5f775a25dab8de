import { join } from 'node:path'
import { keycloakSignIn, outsideOptions, realmSettingsOf } from './keycloak-accounts.ts'
import { startKeycloak } from './keycloak/server.ts'
import { portOf, unitsOf } from './parts.ts'
import type { SignIn, SignInOptions } from './sign-in.ts'
import { simulatorUnit } from './simulators/unit.ts'

/** The real sign-in, with the simulated Google and Microsoft behind it. */
export async function startKeycloakSignIn(options: SignInOptions): Promise<SignIn> {
  const { folder, urls, keeper, logs, report } = options
  await keeper.add(outsideUnit(options))
  const keycloak = await startKeycloak({
    dataDir: join(folder.path, 'keycloak'),
    logDir: logs,
    port: portOf(urls['sign-in']),
    managementPort: portOf(urls['sign-in-management']),
    say: report,
    ...realmSettingsOf(options),
  })
  const place = () => ({ url: keycloak.url, health: keycloak.healthUrl })
  for (const unit of unitsOf(keycloak, place)) await keeper.add(unit)
  const signIn = keycloakSignIn(keycloak, folder)
  await signIn.seed(options.crowd ?? [])
  return signIn
}

function outsideUnit({ folder, urls, logs, demo }: SignInOptions) {
  const place = { name: 'outside-sign-ins', url: urls['outside-sign-ins'] ?? '', logs }
  return simulatorUnit('sign-in', place, outsideOptions({ folder, urls, demo }))
}
