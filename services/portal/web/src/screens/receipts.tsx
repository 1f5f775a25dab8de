import { useSuspenseQuery } from '@tanstack/react-query'
import { receiptsQuery } from '../api/queries.ts'
import { InnerPage } from '../frame/page.tsx'
import { Rows } from '../pieces/rows.tsx'
import { useSpeech } from '../words/language.ts'

/** Every payment has a receipt, $0.00 too (PAY-9). */
export function Receipts() {
  const { t, format } = useSpeech()
  const { data } = useSuspenseQuery(receiptsQuery)
  return (
    <InnerPage here="receipts" title={t('frame.menu.payments')}>
      <Rows
        empty={t('records.receipts.none')}
        rows={data.map(({ receiptId, number, totalCents, paidOn }) => ({
          key: receiptId,
          to: `/receipts/${receiptId}`,
          text: t('records.receipts.row', { number, total: format.money(totalCents) }),
          day: paidOn,
        }))}
      />
    </InnerPage>
  )
}
