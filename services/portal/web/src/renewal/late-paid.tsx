import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { components } from '@peercert/contracts/applications'
import { receiptQuery } from '../api/queries.ts'
import { feeLines } from '../pay/fee-lines.ts'
import { MoneyTable } from '../pieces/money-table.tsx'
import { useSpeech } from '../words/language.ts'

/** Lines, total, receipt. */
export function LatePaid({ renewal }: { renewal: components['schemas']['Renewal'] }) {
  const speech = useSpeech()
  const { t, format } = speech
  const { paid } = renewal
  const { data: receipt } = useQuery({
    ...receiptQuery(paid?.receiptId ?? ''),
    enabled: paid !== undefined,
  })
  if (!paid) return null
  const label = receipt
    ? t('late.paid.total', { date: format.date(receipt.paidOn) })
    : t('late.paid.undated')
  return (
    <section className="section" aria-labelledby="paid">
      <h2 id="paid">{t('late.paid.title')}</h2>
      <MoneyTable
        lines={receipt ? feeLines(receipt.lines, speech, 'line') : []}
        total={{ label, cents: paid.totalCents }}
      />
      <p className="gap-1">
        <Link className="textlink" to="/receipts/$id" params={{ id: paid.receiptId }}>
          {t('late.paid.receipt', { number: paid.receiptNumber })}
        </Link>
      </p>
      <p className="small quiet">{t('late.paid.noReturn')}</p>
    </section>
  )
}
