import type { components } from '@peercert/contracts/payments'
import type { Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { findAccount } from '../store/accounts.ts'
import { linesOf } from '../store/payments.ts'
import * as receipts from '../store/receipts.ts'
import type { Receipt } from '../store/receipts.ts'
import { cardOf } from './payment-view.ts'

type View = components['schemas']['Receipt']

export const receiptRoutes: Pick<Routes, 'listMyReceipts' | 'getReceipt' | 'getReceiptPdf'> = {
  async listMyReceipts({ caller }, { db }) {
    const accountId = await findAccount(db, caller.subject)
    const own = accountId === undefined ? [] : await receipts.listOfAccount(db, accountId)
    return { status: 200, body: { receipts: own.map(viewOf) } }
  },

  async getReceipt({ params, caller }, { db }) {
    const receipt = await receipts.find(db, params.receiptId)
    const own =
      caller.realm === 'staff' || receipt?.accountId === (await findAccount(db, caller.subject))
    if (!receipt || !own) throw refuse('not-found')
    return { status: 200, body: viewOf(receipt) }
  },

  /** The name is asked for at this moment: it is kept nowhere here, and nobody erased is printed. */
  async getReceiptPdf({ params, query, caller }, { db, identity, settings }) {
    const receipt = await receipts.find(db, params.receiptId)
    const accountId = await findAccount(db, caller.subject)
    if (!receipt || receipt.accountId !== accountId) throw refuse('not-found')
    const name = await identity.nameOf(accountId)
    if (name === undefined) throw refuse('not-found')
    const view = viewOf(receipt)
    // Loaded by whoever prints: fonts and what draws with them are a tenth of the memory.
    const { printReceipt } = await import('../print/receipt.ts')
    const body = await printReceipt({ ...view, name, phone: settings.phone }, query.language)
    const headers = {
      'content-disposition': `attachment; filename="receipt-${receipt.number}.pdf"`,
      'cache-control': 'private, no-store',
    }
    return { status: 200, body, headers }
  },
}

function viewOf(receipt: Receipt): View {
  return {
    receiptId: receipt.id,
    number: receipt.number,
    paymentId: receipt.paymentId,
    paidOn: receipts.paidOnOf(receipt),
    certificationNumber: receipt.certificationNumber,
    lines: linesOf(receipt) as View['lines'],
    totalCents: receipt.totalCents,
    ...cardOf(receipt),
  }
}
