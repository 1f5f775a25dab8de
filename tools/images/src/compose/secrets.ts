import type { DataFolder } from '@peercert/local/data-folder'
import type { Urls } from '@peercert/local/environment'
import { serviceNames } from '@peercert/stack/services'

/** The sign-in keeps its accounts on the same server as the services, in a database of its own. */
export const signInDatabase = 'keycloak'

const databaseName = (service: string) => service.replaceAll('-', '_')

export interface DatabaseOwner {
  readonly name: string
  readonly password: string
}

export function databaseOwners(folder: DataFolder): DatabaseOwner[] {
  return [...serviceNames, signInDatabase].map((service) => {
    const name = databaseName(service)
    return { name, password: folder.secret(`database.${name}`) }
  })
}

/** By service. */
export function databaseUrls(folder: DataFolder, urls: Urls): Record<string, string> {
  return Object.fromEntries(
    serviceNames.map((service) => {
      const name = databaseName(service)
      const url = new URL(`${urls.postgres}/${name}`)
      url.username = name
      url.password = folder.secret(`database.${name}`)
      return [service, url.href]
    }),
  )
}

/** The client that sets up the realms. */
export function adminOf(folder: DataFolder) {
  return { clientId: 'peercert-setup', secret: folder.secret('keycloak.admin') }
}
