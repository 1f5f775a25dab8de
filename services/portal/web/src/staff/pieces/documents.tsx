import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { signatureQuery } from '../../api/queries.ts'
import { OpenDialog } from '../../demo/open-dialog.tsx'
import { formats } from '../../format.ts'
import { staffMessageQuery, staffReceiptQuery } from '../queries.ts'
import { Asked } from './asked.tsx'

const format = formats.en

export interface Opened {
  readonly what: 'signature' | 'message' | 'receipt'
  readonly id: string
}

/** What was signed, sent or receipted, word for word. */
export function DocumentDialog({ opened, close }: { opened: Opened; close: () => void }) {
  if (opened.what === 'signature') return <SignedDialog id={opened.id} close={close} />
  if (opened.what === 'message') return <MessageDialog id={opened.id} close={close} />
  return <ReceiptDialog id={opened.id} close={close} />
}

interface DialogProps {
  readonly id: string
  readonly close: () => void
}

function Closing({ close, children }: { close: () => void; children: ReactNode }) {
  return (
    <>
      {children}
      <div className="actions">
        <button type="button" className="usa-button" onClick={close}>
          Close
        </button>
      </div>
    </>
  )
}

function SignedDialog({ id, close }: DialogProps) {
  const query = useQuery(signatureQuery(id))
  return (
    <OpenDialog title="As signed" close={close}>
      <Closing close={close}>
        <Asked query={query}>
          {({ signature, signatureName, texts, boxes }) => (
            <div className="as-signed">
              <p>
                {signatureName}, {format.moment(signature.at)}, in{' '}
                {languageName(signature.language)}
                {signature.imported && ' (taken over from the register before)'}
              </p>
              <div lang={signature.language}>
                <ul>
                  {boxes.map((box) => (
                    <li key={box}>{box}</li>
                  ))}
                </ul>
                {texts.map((text) => (
                  <section key={text.textId}>
                    <h3>
                      {text.title}, {text.version}
                    </h3>
                    {text.sections.map(({ heading, paragraphs }) => (
                      <div key={heading}>
                        <h4>{heading}</h4>
                        {paragraphs.map((paragraph) => (
                          <p key={paragraph}>{paragraph}</p>
                        ))}
                      </div>
                    ))}
                  </section>
                ))}
              </div>
            </div>
          )}
        </Asked>
      </Closing>
    </OpenDialog>
  )
}

function MessageDialog({ id, close }: DialogProps) {
  const query = useQuery(staffMessageQuery(id))
  return (
    <OpenDialog title="Message" close={close}>
      <Closing close={close}>
        <Asked query={query}>
          {({ message, paragraphs }) => (
            <div lang={message.language}>
              <h3>{message.subject}</h3>
              {paragraphs.map((paragraph) => (
                <p key={paragraph}>{paragraph}</p>
              ))}
            </div>
          )}
        </Asked>
      </Closing>
    </OpenDialog>
  )
}

function ReceiptDialog({ id, close }: DialogProps) {
  const query = useQuery(staffReceiptQuery(id))
  return (
    <OpenDialog title="Receipt" close={close}>
      <Closing close={close}>
        <Asked query={query}>
          {({ number, paidOn, lines, totalCents, card, certificationNumber }) => (
            <dl className="kv">
              <dt>Number</dt>
              <dd>{number}</dd>
              <dt>Paid</dt>
              <dd>{format.dayDate(paidOn)}</dd>
              <dt>Certification</dt>
              <dd>{certificationNumber}</dd>
              {lines.map((line) => (
                <FeeLine key={line.feeCode} {...line} />
              ))}
              <dt>Total by card</dt>
              <dd>
                {format.money(totalCents)}
                {card && ` (card ending ${card.last4})`}
              </dd>
            </dl>
          )}
        </Asked>
      </Closing>
    </OpenDialog>
  )
}

interface Line {
  readonly feeCode: string
  readonly amountCents: number
  readonly settledBy: string
  readonly voucherNumber?: string
}

function FeeLine({ feeCode, amountCents, settledBy, voucherNumber }: Line) {
  return (
    <>
      <dt>{feeName(feeCode)}</dt>
      <dd>
        {format.money(amountCents)}
        {settledBy !== 'card' && ` (${settledBy}${voucherNumber ? ` ${voucherNumber}` : ''})`}
      </dd>
    </>
  )
}

export const feeName = (code: string) => (code === 'LATE_RENEWAL' ? 'Late fee' : 'Renewal fee')
export const languageName = (language: string) => (language === 'es' ? 'Spanish' : 'English')
