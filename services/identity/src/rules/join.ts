import { checkListComplete } from './check-list.ts'

export interface ProposalFacts {
  readonly checkList: readonly string[]
  /** The sign-in leads to an empty account, and nobody else proposes to move it. */
  readonly signInFree: boolean
  /** Another sign-in already leads to the certification. */
  readonly accountJoined: boolean
  /** What happens to that other sign-in; must be said when there is one. */
  readonly otherLogIns: 'keep' | 'remove' | undefined
}

export type JoinRefusal = 'check-list-incomplete' | 'sign-in-not-free' | 'account-already-joined'

/** Whether a log-in may be joined to a certification; judged when proposed and when decided. */
export function refuseJoin(facts: ProposalFacts): JoinRefusal | undefined {
  if (!checkListComplete(facts.checkList)) return 'check-list-incomplete'
  if (!facts.signInFree) return 'sign-in-not-free'
  if (facts.accountJoined && facts.otherLogIns === undefined) return 'account-already-joined'
  return undefined
}

export interface JoinState {
  readonly state: string
  readonly proposedBy: string
}

/** Nobody decides what they proposed themselves (ROLE-12). */
export function refuseDecision(
  join: JoinState,
  decidedBy: string,
): 'join-decided' | 'second-person-needed' | undefined {
  if (join.state !== 'proposed') return 'join-decided'
  return join.proposedBy === decidedBy ? 'second-person-needed' : undefined
}
