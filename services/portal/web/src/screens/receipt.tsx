import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { components } from '@peercert/contracts/payments'
import { profileQuery, receiptQuery } from '../api/queries.ts'
import { InnerPage } from '../frame/page.tsx'
import { feeLines } from '../pay/fee-lines.ts'
import { Facts, type Fact } from '../pieces/facts.tsx'
import { MoneyTable } from '../pieces/money-table.tsx'
import { PdfLink } from '../pieces/pdf-link.tsx'
import { useSpeech } from '../words/language.ts'

const route = getRouteApi('/person/receipts/$id')

/** One receipt: for whom, which fee, how much, when; its PDF can be passed on. */
export function ReceiptPage() {
  const speech = useSpeech()
  const { t, language } = speech
  const { data: receipt } = useSuspenseQuery(receiptQuery(route.useParams().id))
  const { number, receiptId } = receipt
  return (
    <InnerPage here="receipts" title={t('records.receipts.receipt', { number })}>
      <ReceiptFacts receipt={receipt} />
      <section className="section">
        <MoneyTable
          lines={feeLines(receipt.lines, speech, 'boxLine')}
          total={{ label: t('records.receipts.total'), cents: receipt.totalCents }}
        />
        <p className="small quiet gap-2">{t('records.receipts.noReturn')}</p>
      </section>
      <div className="actions gap-4">
        <PdfLink
          className="usa-button"
          href={`/api/payments/receipts/${receiptId}/pdf?language=${language}`}
          name={`receipt-${number}.pdf`}
          label={t('records.receipts.download')}
          notReady={t('records.receipts.pdfNotReady')}
        />
        <button type="button" className="link-button" onClick={() => window.print()}>
          {t('certificate.print')}
        </button>
      </div>
    </InnerPage>
  )
}

function ReceiptFacts({ receipt }: { receipt: components['schemas']['Receipt'] }) {
  const { t, format } = useSpeech()
  const { data: profile } = useSuspenseQuery(profileQuery)
  const voucher = receipt.lines.find(({ settledBy }) => settledBy === 'voucher')
  const ways = [
    receipt.card && t('records.receipts.byCard', { last4: receipt.card.last4 }),
    voucher && t('records.receipts.byVoucher', { number: voucher.voucherNumber ?? '' }).trimEnd(),
  ].filter(Boolean)
  const facts: Fact[] = [
    [t('records.receipts.person'), profile.legalName],
    [t('records.receipts.certification'), receipt.certificationNumber],
    [t('records.receipts.paidOn'), format.date(receipt.paidOn)],
    [t('records.receipts.number'), receipt.number],
  ]
  if (ways.length > 0) facts.push([t('records.receipts.by'), ways.join(', ')])
  return <Facts facts={facts} />
}
