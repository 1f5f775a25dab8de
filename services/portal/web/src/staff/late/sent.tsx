import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { formats } from '../../format.ts'
import { DocumentDialog, feeName, languageName, type Opened } from '../pieces/documents.tsx'
import { ReachButton } from '../pieces/reach.tsx'
import { personQuery } from '../queries.ts'
import type { LateReview } from './late-page.tsx'

const format = formats.en

/** What the person sent and signed; nothing here can be changed. */
export function Sent({ review, county }: { review: LateReview; county: string | null }) {
  const [opened, setOpened] = useState<Opened | null>(null)
  const { sent } = review
  const open = (text: string) => (
    <button
      type="button"
      className="link-button"
      onClick={() => setOpened({ what: 'signature', id: sent.signatureId })}
    >
      {text}
    </button>
  )
  const period =
    sent.ceFrom && sent.ceTo ? `, ${format.date(sent.ceFrom)} to ${format.date(sent.ceTo)}` : ''
  return (
    <section className="sent" aria-labelledby="sent">
      <h2 id="sent">Sent and signed</h2>
      <dl>
        <Row name="Sent">{format.moment(sent.stampedAt)}</Row>
        <Row name="Paid">
          <Paid review={review} open={setOpened} />
        </Row>
        <Row name="Signed">
          {sent.signatureName}, {format.date(dayText(sent.signedAt))}, {format.time(sent.signedAt)},
          in {languageName(sent.language)}
        </Row>
        <Row name="Code of Ethics">Agreed. {open('Open as signed')}</Row>
        <Row name="Attestation">
          20 hours, including 6 hours of law and ethics{period}. {open('Open as signed')}
        </Row>
        <Row name="Late box">
          {sent.boxes.late
            ? 'Checked: knows that the certification is expired and that staff review it'
            : 'Not checked'}
        </Row>
        <Row name="Mailing address">
          {county ? `${county} County. ` : ''}
          <ReachButton accountId={review.accountId} label="Show address" why="review" />
        </Row>
        {review.question && <Asked question={review.question} />}
      </dl>
      {opened && <DocumentDialog opened={opened} close={() => setOpened(null)} />}
    </section>
  )
}

const dayText = (instant: string) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(new Date(instant))

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

interface PaidProps {
  readonly review: LateReview
  readonly open: (opened: Opened) => void
}

function Paid({ review, open }: PaidProps) {
  const { sent, accountId } = review
  const { data } = useQuery(personQuery(accountId))
  const payment = data?.payments.find(
    (one) => one.receiptNumber && one.receiptNumber === sent.receiptNumber,
  )
  const lines = payment?.lines.map(
    (line) =>
      `${feeName(line.feeCode).toLowerCase()} ${format.money(line.amountCents)}${line.settledBy === 'card' ? '' : ` by ${line.settledBy}`}`,
  )
  return (
    <>
      {format.money(sent.paidCents)}
      {payment?.card && ` by card ending ${payment.card.last4}`}
      {lines && `: ${lines.join(', ')}`}.{' '}
      {payment?.receiptId ? (
        <button
          type="button"
          className="link-button"
          onClick={() => payment.receiptId && open({ what: 'receipt', id: payment.receiptId })}
        >
          {sent.receiptNumber}
        </button>
      ) : (
        sent.receiptNumber
      )}
    </>
  )
}

function Asked({ question }: { question: NonNullable<LateReview['question']> }) {
  return (
    <>
      <Row name="Question">
        {question.en} <span className="quiet">Answer by {format.date(question.answerBy)}</span>
      </Row>
      <Row name="Answer">
        {question.answer ?? 'none yet'}
        {question.answeredOn && <span className="quiet"> {format.date(question.answeredOn)}</span>}
      </Row>
    </>
  )
}
