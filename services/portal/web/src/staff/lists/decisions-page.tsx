import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { applications, identity, payments } from '../../api/clients.ts'
import { answer } from '../../api/problem.ts'
import { useSession } from '../../frame/session.ts'
import { formats } from '../../format.ts'
import { Asked } from '../pieces/asked.tsx'
import { pointText } from '../pieces/check-list.tsx'
import { PersonLink } from '../pieces/person-link.tsx'
import { StaffPage } from '../pieces/staff-page.tsx'
import { joinsQuery, lateReviewsQuery, refundsQuery, usePeople, waiversQuery } from '../queries.ts'
import { Proposal } from './proposal.tsx'

const format = formats.en

/** What one colleague proposed and another decides; nobody decides their own. */
export function DecisionsPage() {
  const { roles } = useSession()
  return (
    <StaffPage
      title="Waiting for a second person"
      lead="What a colleague proposed. Nobody decides their own."
    >
      {roles.includes('reviewer') && <Refusals />}
      {roles.includes('reviewer') && <Joins />}
      {roles.includes('finance') && <Waivers />}
      {roles.includes('finance') && <Refunds />}
    </StaffPage>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="desk-part" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

const none = 'None.'

function Refusals() {
  const query = useQuery(lateReviewsQuery)
  const waiting = {
    ...query,
    data: query.data?.filter((row) => row.state === 'refusal-proposed'),
  } as typeof query
  return (
    <Part title="Refused late renewals, second reader">
      <Asked query={waiting} empty={none} isEmpty={(rows) => rows.length === 0}>
        {(rows) => (
          <ul className="rows">
            {rows.map((row) => (
              <li key={row.renewalId}>
                <Link to="/staff/late/$renewalId" params={{ renewalId: row.renewalId } as never}>
                  {row.certifiedName}, {row.number}
                </Link>
                <span className={row.overdue ? 'over' : 'quiet'}>
                  due {format.date(row.decideBy)}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Asked>
    </Part>
  )
}

function Joins() {
  const query = useQuery(joinsQuery)
  return (
    <Part title="Joins of a log-in and a certification">
      <Asked query={query} empty={none} isEmpty={(rows) => rows.length === 0}>
        {(rows) =>
          rows.map((join) => (
            <Proposal
              key={join.joinId}
              by={join.proposedBy}
              at={join.proposedAt}
              reason={join.reason}
              yes={`${join.signInEmail} opens ${join.certificationNumber} from then on.`}
              no="Nothing is joined. The colleague sees why."
              decide={(approve, reason) =>
                answer(
                  identity.POST('/staff/joins/{joinId}/decision', {
                    params: { path: { joinId: join.joinId } },
                    body: { approve, reason },
                  }),
                )
              }
            >
              <PersonLink accountId={join.accountId} name={join.legalName} />,{' '}
              {join.certificationNumber}. Log-in: {join.signInName}, {join.signInEmail}. Checked:{' '}
              {join.checkList.map(pointText).join('; ')}.
              {join.otherLogIns === 'remove' && ' The log-in it has now is removed.'}
            </Proposal>
          ))
        }
      </Asked>
    </Part>
  )
}

const grounds: Record<string, string> = {
  'suspension-ended-after-expiration': 'a suspension ended after expiration (REN-24)',
  'our-outage': 'our payments failed on the last day',
}

function Waivers() {
  const query = useQuery(waiversQuery)
  const people = usePeople((query.data ?? []).map((row) => row.accountId))
  return (
    <Part title="Late fees to be waived">
      <Asked query={query} empty={none} isEmpty={(rows) => rows.length === 0}>
        {(rows) =>
          rows.map((waiver) => (
            <Proposal
              key={waiver.waiverId}
              by={waiver.proposedBy}
              at={waiver.proposedAt}
              reason={waiver.reason}
              yes="The late fee is waived; the renewal fee stays, and no date moves."
              no="The late fee stays."
              decide={(approve, reason) =>
                answer(
                  applications.POST('/staff/late-fee-waivers/{waiverId}/decision', {
                    params: { path: { waiverId: waiver.waiverId } },
                    body: { approve, reason },
                  }),
                )
              }
            >
              <PersonLink
                accountId={waiver.accountId}
                name={people.get(waiver.accountId)?.legalName ?? waiver.number}
              />
              , {waiver.number}: {grounds[waiver.ground] ?? waiver.ground}
              {waiver.outageFrom &&
                waiver.outageTo &&
                `, ${format.monthDayTime(waiver.outageFrom)} to ${format.monthDayTime(waiver.outageTo)}`}
              .
            </Proposal>
          ))
        }
      </Asked>
    </Part>
  )
}

const mistakes: Record<string, string> = {
  'duplicate-charge': 'charged twice',
  'wrong-amount': 'wrong amount',
  'system-fault': 'a fault of the system',
}

function Refunds() {
  const query = useQuery(refundsQuery)
  const people = usePeople((query.data ?? []).map((row) => row.accountId))
  return (
    <Part title="Refunds of our mistakes">
      <Asked query={query} empty={none} isEmpty={(rows) => rows.length === 0}>
        {(rows) =>
          rows.map((refund) => (
            <Proposal
              key={refund.refundId}
              by={refund.proposedBy}
              at={refund.proposedAt}
              reason={refund.reason}
              yes={`${format.money(refund.amountCents)} goes back to the card.`}
              no="Nothing is returned."
              decide={(approve, reason) =>
                answer(
                  payments.POST('/staff/refunds/{refundId}/decision', {
                    params: { path: { refundId: refund.refundId } },
                    body: { approve, reason },
                  }),
                )
              }
            >
              <PersonLink
                accountId={refund.accountId}
                name={people.get(refund.accountId)?.legalName}
              />
              : {format.money(refund.amountCents)}, {mistakes[refund.mistake] ?? refund.mistake}{' '}
              (PAY-7).
            </Proposal>
          ))
        }
      </Asked>
    </Part>
  )
}
