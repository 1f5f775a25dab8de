import { useState } from 'react'
import { useSession } from '../../frame/session.ts'
import { CopyDialog } from './copy-dialog.tsx'
import { EmailDialog } from './email-dialog.tsx'
import { JoinDialog } from './join-dialog.tsx'
import { VoucherDialog, WaiverDialog } from './money-actions.tsx'
import { NoteDialog } from './note-dialog.tsx'
import { Panel } from './panels.tsx'
import type { DeskPerson } from './person-page.tsx'

type Action = 'copy' | 'email' | 'join' | 'voucher' | 'waiver' | 'note'

/** Only what this role may do is here; everything asks a reason and stands in the history. */
export function Actions({ found }: { found: DeskPerson }) {
  const [doing, setDoing] = useState<Action | null>(null)
  const actions = useActions(found)
  return (
    <Panel title="Do">
      <ul className="plain s-actions">
        {actions.map(([action, text]) => (
          <li key={action}>
            <button type="button" className="link-button" onClick={() => setDoing(action)}>
              {text}
            </button>
          </li>
        ))}
      </ul>
      {doing && <Doing action={doing} found={found} close={() => setDoing(null)} />}
    </Panel>
  )
}

function useActions({ certification, messages }: DeskPerson): (readonly [Action, string])[] {
  const { roles } = useSession()
  const [reviewer, finance] = [roles.includes('reviewer'), roles.includes('finance')]
  const held = certification?.certification
  const late =
    held?.standing.facts.late || held?.status === 'EXPIRED' || held?.status === 'SUSPENDED'
  const all: (readonly [Action, string, boolean])[] = [
    ['copy', 'Send a copy of a message', reviewer && messages.length > 0],
    ['email', 'Start an e-mail change', reviewer],
    ['join', 'Join a log-in to this certification', reviewer && Boolean(held)],
    ['voucher', 'Hand out a voucher', finance],
    ['waiver', 'Waive the late fee', finance && Boolean(late)],
    ['note', 'Add a note', true],
  ]
  return all.filter(([, , may]) => may).map(([action, text]) => [action, text] as const)
}

function Doing({ action, found, close }: { action: Action; found: DeskPerson; close: () => void }) {
  const { accountId, certification: held, messages, person } = found
  const certification = held?.certification
  if (action === 'copy') return <CopyDialog messages={messages} close={close} />
  if (action === 'email')
    return <EmailDialog accountId={accountId} email={person?.email ?? ''} close={close} />
  if (action === 'join') return <JoinDialog number={certification?.number ?? ''} close={close} />
  if (action === 'voucher') return <VoucherDialog accountId={accountId} close={close} />
  if (action === 'waiver')
    return (
      <WaiverDialog accountId={accountId} lastDay={certification?.expiresOn ?? ''} close={close} />
    )
  return <NoteDialog accountId={accountId} close={close} />
}
