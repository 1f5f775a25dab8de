import { formats } from '../../format.ts'
import { languageName, type Opened } from '../pieces/documents.tsx'
import { ReachButton } from '../pieces/reach.tsx'
import { shortStaffName } from '../queries.ts'
import { shortDate } from './history-words.ts'
import { None, Panel } from './panel.tsx'
import { PaymentRows } from './payment-rows.tsx'
import type { DeskPerson } from './desk-person.ts'

const format = formats.en

interface PanelsProps {
  readonly found: DeskPerson
  readonly open: (opened: Opened) => void
}

/** No accordions: everything that is known is on the page. */
export function Panels({ found, open }: PanelsProps) {
  return (
    <>
      <Terms found={found} />
      <Renewal found={found} />
      <Panel title="Payments">
        <PaymentRows payments={found.payments} open={open} />
      </Panel>
      <Vouchers vouchers={found.vouchers} />
      <Messages found={found} open={open} />
      <Signatures found={found} open={open} />
      <Notes found={found} />
      <Looks found={found} />
    </>
  )
}

function Terms({ found }: { found: DeskPerson }) {
  const certificates = found.certification?.certification?.certificates ?? []
  return (
    <Panel title="Terms and certificates">
      {certificates.length === 0 && <None />}
      <ul className="plain">
        {certificates.map(({ certificateId, effectiveOn, expiresOn, replaced }) => (
          <li key={certificateId}>
            <a href={`/api/applications/certificates/${certificateId}/pdf?language=en`}>
              {effectiveOn.slice(0, 4)} to {expiresOn.slice(0, 4)}
            </a>
            <span className="quiet">{replaced ? 'replaced' : 'latest'}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

const parts: Record<string, string> = {
  information: 'Your information',
  ethics: 'Code of Ethics',
  attestation: 'Attestation and signature',
  pay: 'Pay',
}

function Renewal({ found }: { found: DeskPerson }) {
  const renewal = found.certification?.renewal
  return (
    <Panel title="Renewal under way">
      {renewal ? (
        <dl className="kv">
          <dt>State</dt>
          <dd>
            {renewal.state.replaceAll('-', ' ')}
            {renewal.late && ', late'}
          </dd>
          {renewal.state === 'draft' && (
            <>
              <dt>Next part</dt>
              <dd>{parts[renewal.nextPart] ?? renewal.nextPart}</dd>
            </>
          )}
          <dt>Last saved</dt>
          <dd>{format.monthDayTime(renewal.savedAt)}</dd>
          <dt>Signed</dt>
          <dd>{renewal.signed ? 'yes' : 'not yet'}</dd>
          {renewal.lateFeeWaived && (
            <>
              <dt>Late fee</dt>
              <dd>waived</dd>
            </>
          )}
        </dl>
      ) : (
        <None />
      )}
    </Panel>
  )
}

function Vouchers({ vouchers }: { vouchers: DeskPerson['vouchers'] }) {
  return (
    <Panel title="Vouchers">
      {vouchers.length === 0 && <None />}
      <ul className="plain">
        {vouchers.map((voucher) => (
          <li key={voucher.voucherId}>
            <span>
              {voucher.number}, {voucher.program}
            </span>
            <span className="quiet">
              {voucher.state === 'redeemed' && voucher.redeemedOn
                ? `used ${shortDate(voucher.redeemedOn)}`
                : `${voucher.state.replaceAll('-', ' ')}, through ${shortDate(voucher.expiresOn)}`}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Messages({ found, open }: PanelsProps) {
  const { person, messages, accountId } = found
  return (
    <Panel title="Messages">
      <dl className="kv">
        <dt>Address</dt>
        <dd>{person?.email ?? 'not known now'}</dd>
        <dt>Mail</dt>
        <dd>{person?.mailState === 'bounced' ? 'bounced' : 'delivered'}</dd>
        <dt>Home, phone</dt>
        <dd>
          <ReachButton accountId={accountId} label="Show" />
        </dd>
      </dl>
      <ul className="plain">
        {messages.map(({ messageId, subject, outcome, read, at, language }) => (
          <li key={messageId}>
            <button
              type="button"
              className="link-button"
              lang={language}
              onClick={() => open({ what: 'message', id: messageId })}
            >
              {subject}
            </button>
            <span className="quiet">
              {shortDate(at.slice(0, 10))}, {outcome}
              {read && ', read'}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Signatures({ found, open }: PanelsProps) {
  const signatures = found.certification?.signatures ?? []
  return (
    <Panel title="Signatures">
      {signatures.length === 0 && <None />}
      <ul className="plain">
        {signatures.map(({ signatureId, codeVersion, attestationVersion, language, at }) => (
          <li key={signatureId}>
            <button
              type="button"
              className="link-button"
              onClick={() => open({ what: 'signature', id: signatureId })}
            >
              Code of Ethics, version {codeVersion}
              {attestationVersion && ', and attestation'}
            </button>
            <span className="quiet" title={format.moment(at)}>
              {languageName(language)}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Notes({ found }: { found: DeskPerson }) {
  const notes = found.certification?.notes ?? []
  return (
    <Panel title="Notes">
      {notes.length === 0 && <None />}
      {notes.map(({ noteId, kind, text, by, at }) => (
        <p className="small note" key={noteId}>
          {kind === 'appeal' && <strong>Appeal: </strong>}
          {text}{' '}
          <span className="quiet">
            {shortStaffName(found.names[by] ?? 'a colleague')}, {format.monthDayTime(at)}
          </span>
        </p>
      ))}
    </Panel>
  )
}

function Looks({ found }: { found: DeskPerson }) {
  const looks = (found.person?.looks ?? []).slice(0, 8)
  return (
    <Panel title="Who looked">
      {looks.length === 0 && <None />}
      <dl className="kv">
        {looks.map(({ at, by, what, why }) => (
          <div className="kv__row" key={`${at} ${by} ${what}`}>
            <dt>{shortStaffName(found.names[by] ?? 'a colleague')}</dt>
            <dd>
              {format.monthDayTime(at)}
              {what === 'contact' && ', address and phone'}
              {why && `, ${why}`}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}
