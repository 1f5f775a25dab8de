import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { feeRequestQuery } from '../api/queries.ts'
import { Icon } from '../pieces/icon.tsx'
import { WaitingLine } from '../pieces/waiting-line.tsx'
import { FailureAlert } from '../pieces/failure-alert.tsx'
import { useSpeech } from '../words/language.ts'
import { PayForm } from './pay-form.tsx'
import type { Payment } from './press-pay.ts'

interface PayBoxProps {
  readonly feeRequestId: string
  readonly open: boolean
  readonly close: () => void
  readonly expiresOn: string
  readonly paid: (payment: Payment) => Promise<void>
}

/** S9: a dialog on wide screens, a full page on a phone; closing it loses nothing, for it stays in the page. */
export function PayBox({ feeRequestId, open, close, expiresOn, paid }: PayBoxProps) {
  const { t } = useSpeech()
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const { data, error } = useQuery({
    ...feeRequestQuery(feeRequestId),
    refetchInterval: ({ state }) =>
      state.data && ['checking', 'needs-bank'].includes(state.data.state) ? 5_000 : false,
  })
  useEffect(() => {
    const element = dialog.current
    if (!open) return element?.close()
    if (!element?.open) element?.showModal()
    heading.current?.focus()
  }, [open])
  useTotalByDate(data?.at, data?.changesAt, feeRequestId)
  return (
    <dialog className="pay" ref={dialog} aria-labelledby="pay-title" onClose={close}>
      <div className="pay__head">
        <h2 id="pay-title" tabIndex={-1} ref={heading}>
          {t('pay.box.title')}
        </h2>
        <button type="button" className="close" onClick={close}>
          <Icon name="x" />
          {t('pay.box.close')}
        </button>
      </div>
      {data ? (
        <PayForm feeRequest={data} close={close} expiresOn={expiresOn} paid={paid} />
      ) : (
        <>
          <FailureAlert error={error} />
          <WaitingLine busy={!error} />
        </>
      )}
    </dialog>
  )
}

/** At midnight the total is another one: the box asks again by itself. */
function useTotalByDate(at: string | undefined, changesAt: string | undefined, id: string): void {
  const { refetch } = useQuery(feeRequestQuery(id))
  useEffect(() => {
    if (!at || !changesAt) return
    const ms = Date.parse(changesAt) - Date.parse(at) + 1_000
    // Longer waits than a day are for another visit.
    if (ms > 86_400_000) return
    const timer = setTimeout(() => void refetch(), ms)
    return () => clearTimeout(timer)
  }, [at, changesAt, refetch])
}
