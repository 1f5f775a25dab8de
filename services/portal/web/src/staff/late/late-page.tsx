import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import type { components } from '@peercert/contracts/applications'
import { formats } from '../../format.ts'
import { useSession } from '../../frame/session.ts'
import { Alert } from '../../pieces/alert.tsx'
import { Badge } from '../../pieces/badge.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { useKeys } from '../keys.ts'
import { Asked } from '../pieces/asked.tsx'
import { useDeskTitle } from '../pieces/staff-page.tsx'
import { lateReviewQuery, lateReviewsQuery, usePeople, useStaffNames } from '../queries.ts'
import { Checks } from './checks.tsx'
import { Decide } from './decide.tsx'
import { Keys } from './keys-line.tsx'
import { daysText, type ReviewRow } from './late-list-page.tsx'
import { SecondReader } from './second-reader.tsx'
import { Sent } from './sent.tsx'
import { useTaking } from './taking.ts'

export type LateReview = components['schemas']['LateReview']

/** Left what was sent, right the six checks; below, the decision. */
export function LatePage() {
  const { renewalId } = useParams({ strict: false }) as { renewalId: string }
  const query = useQuery(lateReviewQuery(renewalId))
  return <Asked query={query}>{(review) => <Review key={renewalId} review={review} />}</Asked>
}

function Review({ review }: { review: LateReview }) {
  const person = usePeople([review.accountId]).get(review.accountId)
  const { data: rows } = useQuery(lateReviewsQuery)
  const spanish = person?.language === 'es'
  useTaking(review)
  return (
    <>
      <Top review={review} rows={rows ?? []} spanish={spanish} />
      <div className="late">
        <Sent review={review} county={person?.county ?? null} />
        <Checks checks={review.checks} />
      </div>
      <Below review={review} spanish={spanish} />
      <Keys
        rows={[
          [['j', 'k'], 'next, previous'],
          [['o'], 'open the person'],
          [['a', 'q', 'r'], 'choose'],
          [['Enter'], 'decide'],
          [['?'], 'all keys'],
        ]}
      />
    </>
  )
}

interface TopProps {
  readonly review: LateReview
  readonly rows: readonly ReviewRow[]
  readonly spanish: boolean
}

function Top({ review, rows, spanish }: TopProps) {
  const heading = useDeskTitle(`Late renewal ${review.number}`)
  const at = rows.findIndex((row) => row.renewalId === review.renewalId)
  const row = rows[at]
  useMoves(review, rows, at)
  const badge = badges[review.state]
  return (
    <div className="late-top">
      <div className="nav">
        <Link to="/staff/late">
          <Icon name="left" />
          Late renewals
        </Link>
        {at >= 0 && (
          <span className="quiet">
            {at + 1} of {rows.length}
          </span>
        )}
      </div>
      <div className="person-head__line">
        <h1 tabIndex={-1} ref={heading}>
          {review.certifiedName}
        </h1>
        <Badge {...badge} />
        <span className={review.overdue ? 'due over' : 'due'}>
          <Icon name="clock" />
          Due {formats.en.dayDate(review.decideBy)}
          {row && `: ${daysText(row)}`}
        </span>
      </div>
      <Facts review={review} daysLate={row?.daysLate} spanish={spanish} />
    </div>
  )
}

const badges = {
  'in-review': { tone: 'lost', text: 'Expired – in review' },
  question: { tone: 'lost', text: 'Expired – question asked' },
  'refusal-proposed': { tone: 'lost', text: 'Expired – second reader' },
  approved: { tone: 'ok', text: 'Approved' },
  refused: { tone: 'lost', text: 'Refused' },
} as const

interface FactsProps {
  readonly review: LateReview
  readonly daysLate: number | undefined
  readonly spanish: boolean
}

function Facts({ review, daysLate, spanish }: FactsProps) {
  const { subject } = useSession()
  const nameOf = useStaffNames([review.takenBy])
  const since = review.takenAt ? ` since ${formats.en.time(review.takenAt)}` : ''
  const expired = `Expired ${formats.en.date(review.expiredOn)}`
  const withWhom = !review.takenBy
    ? 'With nobody'
    : `With ${review.takenBy === subject ? 'you' : nameOf(review.takenBy)}${since}`
  return (
    <ul className="plain late-facts">
      <li>
        <Link to="/staff/people/$accountId" params={{ accountId: review.accountId } as never}>
          {review.number}
        </Link>
      </li>
      <li>
        {daysLate === undefined
          ? expired
          : `${expired}, ${daysLate === 1 ? '1 day' : `${daysLate} days`} before it was sent`}
      </li>
      <li>prefers {spanish ? 'Spanish' : 'English'}</li>
      <li>{withWhom}</li>
    </ul>
  )
}

/** j k move through the list without going back to it; o opens the person. */
function useMoves(review: LateReview, rows: readonly ReviewRow[], at: number): void {
  const navigate = useNavigate()
  const to = (index: number) => {
    const row = rows[index]
    if (row && !row.barred)
      void navigate({ to: '/staff/late/$renewalId', params: { renewalId: row.renewalId } } as never)
  }
  useKeys({
    j: () => to(at + 1),
    k: () => to(at - 1),
    o: () =>
      void navigate({
        to: '/staff/people/$accountId',
        params: { accountId: review.accountId },
      } as never),
  })
}

/** The decision, or why it is not this reader's. */
function Below({ review, spanish }: { review: LateReview; spanish: boolean }) {
  const { subject } = useSession()
  const nameOf = useStaffNames([review.takenBy])
  if (review.state === 'approved' || review.state === 'refused')
    return <Alert>This review is decided; the history of the person says how.</Alert>
  if (review.barred) return <Alert>This one is for somebody else.</Alert>
  if (review.state === 'refusal-proposed') return <SecondReader review={review} spanish={spanish} />
  if (review.takenBy && review.takenBy !== subject)
    return (
      <Alert>
        Open with {nameOf(review.takenBy)}
        {review.takenAt && ` since ${formats.en.time(review.takenAt)}`}
      </Alert>
    )
  return <Decide review={review} spanish={spanish} />
}
