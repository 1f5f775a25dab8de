import { useState } from 'react'
import { refusedAs } from '../api/problem.ts'
import { queryClient } from '../api/queries.ts'
import { useSession } from '../frame/session.ts'
import { useSpeech, type Speech } from '../words/language.ts'
import { cardTotal } from './fee-lines.ts'
import {
  failureNotice,
  fieldError,
  isVoucherRefusal,
  linesIn,
  refusalNotice,
  voucherNotice,
  wrongField,
  type PayNotice,
} from './pay-words.ts'
import { afterBank, pressPay, type FeeRequest, type Payment } from './press-pay.ts'
import type { Card, CardField, Processor } from './processor.ts'
import type { Voucher } from './use-voucher.ts'

export type Phase = 'ready' | 'paying' | 'bank' | 'unsure'

/** The processor's script and its fields, once they are there. */
export interface CardHold {
  processor: Processor | null
  card: Card | null
}

interface PayingOptions {
  readonly feeRequest: FeeRequest
  readonly voucher: Voucher
  readonly expiresOn: string
  readonly paid: (payment: Payment) => Promise<void>
}

export interface Paying {
  readonly phase: Phase
  readonly notice: PayNotice | null
  readonly wrong: readonly CardField[]
  readonly hold: CardHold
  markWrong(field: CardField, wrong: boolean): void
  press(): void
  /** A payment that waits for the bank goes on there. */
  goToBank(payment: Payment): void
}

/** What stands in the box between two presses. */
interface Outcome {
  readonly notice: PayNotice | null
  readonly wrong: readonly CardField[]
}

const clean: Outcome = { notice: null, wrong: [] }

/** From the press of Pay to a definite answer. */
export function usePaying({ feeRequest, voucher, expiresOn, paid }: PayingOptions): Paying {
  const speech = useSpeech()
  const { phone } = useSession().program
  const [phase, setPhase] = useState<Phase>('ready')
  const [outcome, setOutcome] = useState(clean)
  const [hold] = useState<CardHold>(() => ({ processor: null, card: null }))

  async function run(work: () => Promise<Payment | Outcome>): Promise<void> {
    if (phase !== 'ready') return
    setPhase('paying')
    setOutcome(clean)
    try {
      const done = await work()
      if ('notice' in done) setOutcome(done)
      else if (done.state === 'completed') await paid(done)
      else setOutcome(outcomeOf(done, speech))
    } catch (error) {
      if (isVoucherRefusal(error)) voucher.refuse(voucherNotice(error, speech, phone))
      else if (!refusedAs(error, 'payment-under-way'))
        setOutcome({ notice: refusalNotice(error, { speech, phone, expiresOn }), wrong: [] })
      const lines = linesIn(error)
      if (lines && refusedAs(error, 'total-changed') && error.problem.why === 'voucher')
        voucher.accept(lines)
    }
    await queryClient.invalidateQueries()
    setPhase('ready')
  }

  const bank = (payment: Payment) => passBank(payment, hold, setPhase)
  return {
    ...outcome,
    phase,
    hold,
    markWrong: (field, on) =>
      setOutcome(({ notice, wrong }) => ({
        notice,
        wrong: [...wrong.filter((one) => one !== field), ...(on ? [field] : [])],
      })),
    press: () =>
      void run(async () => {
        const order = { feeRequestId: feeRequest.feeRequestId, voucher, hold, speech }
        const made = await charge(order, () => setPhase('unsure'))
        return 'notice' in made ? made : bank(made)
      }),
    goToBank: (payment) => void run(() => bank(payment)),
  }
}

interface Order {
  readonly feeRequestId: string
  readonly voucher: Voucher
  readonly hold: CardHold
  readonly speech: Speech
}

async function charge(order: Order, unsure: () => void): Promise<Payment | Outcome> {
  const { feeRequestId, voucher, hold, speech } = order
  const shownTotalCents = cardTotal(voucher.lines)
  // A code that stands in the field is judged first, and the card is not touched.
  const typed = voucher.typed()
  const press = { feeRequestId, shownTotalCents, voucher: typed ?? voucher.choice }
  if (typed || shownTotalCents === 0) return pressPay({ ...press, confirmationToken: null }, unsure)
  if (!hold.card) throw new Error('there are no card fields')
  const token = await hold.card.tokenize()
  if ('id' in token) return pressPay({ ...press, confirmationToken: token.id }, unsure)
  const [first = 'number'] = token.wrong
  return {
    notice: { tone: 'error', notCharged: true, text: fieldError(first, speech) },
    wrong: token.wrong,
  }
}

/** The bank's own steps; how they ended is asked of our service, not believed from the script. */
async function passBank(
  payment: Payment,
  { processor }: CardHold,
  show: (phase: Phase) => void,
): Promise<Payment> {
  if (payment.state !== 'needs-bank' || !payment.clientSecret || !processor) return payment
  show('bank')
  await processor.handleNextAction({ clientSecret: payment.clientSecret }).catch(() => null)
  return afterBank(payment.paymentId, () => show('unsure'))
}

function outcomeOf(payment: Payment, speech: Speech): Outcome {
  if (payment.state !== 'failed' && payment.state !== 'cancelled') return clean
  const field = wrongField(payment)
  return { notice: failureNotice(payment, speech), wrong: field ? [field] : [] }
}
