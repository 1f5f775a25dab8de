import { useEffect, useRef, useState } from 'react'
import { failureText } from '../frame/failure.tsx'
import { useSession } from '../frame/session.ts'
import { useSpeech } from '../words/language.ts'
import { isVoucherRefusal, voucherNotice, type PayNotice } from './pay-words.ts'
import { applyVoucher, type FeeLine, type FeeRequest, type VoucherChoice } from './press-pay.ts'

export interface Voucher extends Entry {
  readonly lines: readonly FeeLine[]
  write(code: string): void
  apply(): void
  useHeld(voucherId: string): void
  payOtherwise(): void
  /** A code in the field that nobody has judged yet. */
  typed(): VoucherChoice | null
  accept(lines: readonly FeeLine[]): void
  refuse(notice: PayNotice): void
}

interface Entry {
  readonly code: string
  readonly way: 'held' | 'other'
  /** What Pay sends along: a held voucher or an applied code. */
  readonly choice: VoucherChoice | null
  /** With the voucher applied. */
  readonly applied: readonly FeeLine[] | null
  readonly busy: boolean
  readonly notice: PayNotice | null
  /** Grows with every refusal, so that the field takes the focus. */
  readonly round: number
}

const nothing: Entry = {
  code: '',
  way: 'other',
  choice: null,
  applied: null,
  busy: false,
  notice: null,
  round: 0,
}

/** The voucher of the pay box: held ones are offered by themselves, codes are judged by Apply and again by Pay. */
export function useVoucher(feeRequest: FeeRequest): Voucher {
  const [entry, setEntry] = useState(nothing)
  const change = (part: Partial<Entry>) => setEntry((before) => ({ ...before, ...part }))
  const withdrawn = { choice: null, applied: null, notice: null }
  const refuse = (notice: PayNotice) =>
    setEntry((before) => ({
      ...before,
      ...withdrawn,
      way: 'other',
      notice,
      round: before.round + 1,
    }))
  const judge = useJudge(feeRequest.feeRequestId, change, refuse)
  const useHeld = (voucherId: string) => {
    change({ way: 'held' })
    void judge({ voucherId })
  }
  useHeldAtOnce(feeRequest.heldVouchers[0]?.voucherId, useHeld)
  const { code, choice, way } = entry
  const typed = () => (code.trim() === '' || choice || way === 'held' ? null : { code })
  return {
    ...entry,
    lines: entry.applied ?? feeRequest.lines,
    write: (text) => change({ ...withdrawn, code: text }),
    apply: () => void (code.trim() !== '' && judge({ code })),
    useHeld,
    payOtherwise: () => change({ ...withdrawn, way: 'other' }),
    typed,
    accept: (lines) => change({ choice: { code }, applied: lines, notice: null }),
    refuse,
  }
}

/** Asks what the total is with this voucher; nothing is held by asking. */
function useJudge(
  feeRequestId: string,
  change: (part: Partial<Entry>) => void,
  refuse: (notice: PayNotice) => void,
): (choice: VoucherChoice) => Promise<void> {
  const speech = useSpeech()
  const { phone } = useSession().program
  return async (choice) => {
    change({ busy: true, notice: null })
    try {
      const box = await applyVoucher(feeRequestId, choice)
      change({ choice, applied: box.lines })
    } catch (error) {
      const text = failureText(error, speech.t)
      refuse(
        isVoucherRefusal(error)
          ? voucherNotice(error, speech, phone)
          : { tone: 'error', notCharged: false, text },
      )
    }
    change({ busy: false })
  }
}

/** A voucher the person holds for this fee is chosen already, once. */
function useHeldAtOnce(voucherId: string | undefined, choose: (voucherId: string) => void): void {
  const done = useRef(false)
  useEffect(() => {
    if (!voucherId || done.current) return
    done.current = true
    choose(voucherId)
  })
}
