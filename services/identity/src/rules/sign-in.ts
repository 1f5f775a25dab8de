import { sameName } from './name.ts'

/** What a verified ID token says. */
export interface TokenFacts {
  readonly name: string
  readonly emailVerified: boolean
}

/** The account that this sign-in already leads to. */
export interface OwnAccount {
  readonly id: string
  /** Neither imported nor with a certification: nothing is lost when its sign-in moves. */
  readonly empty: boolean
  readonly holdsEmail: boolean
  /** The address on file is the one of the token. */
  readonly sameEmail: boolean
}

/** The account that holds the token's address, if any does; never two (ACC-8). */
export interface AddressHolder {
  readonly id: string
  readonly legalName: string
  readonly imported: boolean
  /** Some sign-in already leads to it. */
  readonly joined: boolean
}

export interface SignInDecision {
  /** Join the holder's account, open an empty one, or stay where it is. */
  readonly place: 'join' | 'open' | 'stay'
  /** From now on the own account holds the token's address. */
  readonly holdsEmail: boolean
  /** A human must look: the address is somebody's, and we do not guess whose. */
  readonly mismatch: boolean
}

/**
 * Where a sign-in leads (ACC-4, ACC-11). Verified address and same name of exactly one imported
 * holder whom no sign-in has yet: joined at once. An unverified address never joins anything.
 */
export function decideSignIn(
  token: TokenFacts,
  own: OwnAccount | undefined,
  holder: AddressHolder | undefined,
): SignInDecision {
  const place = own ? 'stay' : 'open'
  if (!token.emailVerified) return { place, holdsEmail: false, mismatch: false }
  if (!holder) return { place, holdsEmail: mayHold(own), mismatch: false }
  if (holder.id === own?.id) return { place, holdsEmail: false, mismatch: false }
  if (fits(token, holder) && (own?.empty ?? true))
    return { place: 'join', holdsEmail: false, mismatch: false }
  return { place, holdsEmail: false, mismatch: true }
}

function fits(token: TokenFacts, holder: AddressHolder): boolean {
  return holder.imported && !holder.joined && sameName(token.name, holder.legalName)
}

/** An account changes to another address only when the person asks for it (ACC-7). */
function mayHold(own: OwnAccount | undefined): boolean {
  return own === undefined || (!own.holdsEmail && own.sameEmail)
}

/** Neither imported nor with a certification: an account that nothing but its sign-in fills. */
export function isEmpty(account: {
  readonly imported: boolean
  readonly certifications: readonly unknown[]
}): boolean {
  return !account.imported && account.certifications.length === 0
}
