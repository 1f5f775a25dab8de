import { useState, type ReactNode } from 'react'
import { useSession } from '../../frame/session.ts'
import { CopyDialog } from './copy-dialog.tsx'
import { EmailDialog } from './email-dialog.tsx'
import { JoinDialog } from './join-dialog.tsx'
import { NoteDialog } from './note-dialog.tsx'
import { Panel } from './panel.tsx'
import { VoucherDialog } from './voucher-dialog.tsx'
import { WaiverDialog } from './waiver-dialog.tsx'
import type { DeskPerson } from './desk-person.ts'

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
      {doing && dialogs[doing]({ found, close: () => setDoing(null) })}
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

interface DoingProps {
  readonly found: DeskPerson
  readonly close: () => void
}

const dialogs: Record<Action, (props: DoingProps) => ReactNode> = {
  copy: ({ found, close }) => <CopyDialog messages={found.messages} close={close} />,
  email: ({ found, close }) => (
    <EmailDialog accountId={found.accountId} email={found.person?.email ?? ''} close={close} />
  ),
  join: ({ found, close }) => <JoinDialog number={heldBy(found)?.number ?? ''} close={close} />,
  voucher: ({ found, close }) => <VoucherDialog accountId={found.accountId} close={close} />,
  waiver: ({ found, close }) => (
    <WaiverDialog
      accountId={found.accountId}
      lastDay={heldBy(found)?.expiresOn ?? ''}
      close={close}
    />
  ),
  note: ({ found, close }) => <NoteDialog accountId={found.accountId} close={close} />,
}

const heldBy = (found: DeskPerson) => found.certification?.certification
