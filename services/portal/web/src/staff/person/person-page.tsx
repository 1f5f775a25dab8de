import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { formats } from '../../format.ts'
import { Alert } from '../../pieces/alert.tsx'
import { Badge } from '../../pieces/badge.tsx'
import { badgeOf } from '../badges.ts'
import { Asked } from '../pieces/asked.tsx'
import { DocumentDialog, languageName, type Opened } from '../pieces/documents.tsx'
import { useDeskTitle } from '../pieces/staff-page.tsx'
import { personQuery } from '../queries.ts'
import { Actions } from './actions.tsx'
import type { DeskPerson } from './desk-person.ts'
import { History } from './history.tsx'
import type { LinkedThing, LinkedThings } from './linked.ts'
import { Panels } from './panels.tsx'
import { Sees } from './sees.tsx'

/** Everything that is known about one person, and what they see right now. */
export function PersonPage() {
  const { accountId } = useParams({ strict: false }) as { accountId: string }
  const query = useQuery(personQuery(accountId))
  return <Asked query={query}>{(found) => <Person key={accountId} found={found} />}</Asked>
}

function Person({ found }: { found: DeskPerson }) {
  const { person, certification: held, missing } = found
  const [opened, setOpened] = useState<Opened | null>(null)
  const certification = held?.certification ?? null
  const name = person?.legalName ?? certification?.certifiedName ?? 'Name not known now'
  const linked = useMemo(() => linkedThings(found), [found])
  return (
    <>
      <Head found={found} name={name} />
      {missing.length > 0 && (
        <Alert role="status">
          No answer from: {missing.join(', ')}. What they know is missing on this page.
        </Alert>
      )}
      <div className="s-two">
        <div>
          <Sees
            certification={certification}
            unknown={missing.includes('applications')}
            language={person?.language ?? 'en'}
          />
          <History accountId={found.accountId} personName={name} linked={linked} open={setOpened} />
        </div>
        <div className="blocks">
          <Actions found={found} />
          <Panels found={found} open={setOpened} />
        </div>
      </div>
      {opened && <DocumentDialog opened={opened} close={() => setOpened(null)} />}
    </>
  )
}

function Head({ found, name }: { found: DeskPerson; name: string }) {
  const certification = found.certification?.certification
  const heading = useDeskTitle(certification?.number ?? name)
  return (
    <div className="person-head">
      <div className="person-head__line">
        <h1 tabIndex={-1} ref={heading}>
          {name}
        </h1>
        {certification && <Badge {...badgeOf(certification.standing.facts.badge)} />}
        {found.person?.mailState === 'bounced' && <span className="tag">Mail bounced</span>}
      </div>
      <dl>
        {headFacts(found).map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function headFacts({ person, certification }: DeskPerson): (readonly [string, string])[] {
  const held = certification?.certification
  return [
    ['Number', held?.number ?? 'none'],
    ['Expires', held ? formats.en.dayDate(held.expiresOn) : 'no certification'],
    ['Former names', person?.formerNames.join(', ') || 'none'],
    ['Language', person ? `prefers ${languageName(person.language)}` : 'not known now'],
  ]
}

/** What lines of the history link to: messages, payments with their receipts, signatures. */
function linkedThings({ messages, payments, certification }: DeskPerson): LinkedThings {
  const things: [string, LinkedThing][] = []
  for (const { messageId, subject } of messages)
    things.push([messageId, { text: subject, opened: { what: 'message', id: messageId } }])
  for (const { paymentId, receiptId, receiptNumber } of payments)
    if (receiptId && receiptNumber)
      things.push([
        paymentId,
        { text: `Receipt ${receiptNumber}`, opened: { what: 'receipt', id: receiptId } },
      ])
  for (const { signatureId } of certification?.signatures ?? [])
    things.push([
      signatureId,
      { text: 'Open as signed', opened: { what: 'signature', id: signatureId } },
    ])
  for (const { noteId, text } of certification?.notes ?? []) things.push([noteId, { text }])
  return new Map(things)
}
