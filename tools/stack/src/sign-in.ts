import type { DataFolder } from '@peercert/local/data-folder'
import type { Urls } from '@peercert/local/environment'
import type { Person } from '@peercert/local/people'
import type { PersonTokens } from '@peercert/local/tokens'
import type { Keeper } from './keeper.ts'

/** Which sign-in the stack has: the real one, or the embedded one of local mode, which is lighter. */
export type SignInKind = 'keycloak' | 'embedded'

/** Who signs people in. */
export interface SignIn {
  tokensOf(email: string): Promise<PersonTokens>
  /** Accounts for the demo people; those that are there are left as they are. */
  seed(people: readonly Person[]): Promise<void>
  /** What somebody's phone holds, where a one-time code is asked for. */
  oneTimeSecretOf?(person: Pick<Person, 'email' | 'realm'>): string | undefined
}

export interface SignInOptions {
  readonly folder: DataFolder
  readonly urls: Urls
  readonly keeper: Keeper
  readonly logs: string
  readonly demo: boolean
  /** Known from the start, whoever else is. */
  readonly crowd?: readonly Person[] | undefined
  readonly report: (line: string) => void
}
