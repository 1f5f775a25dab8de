import { readFileSync } from 'node:fs'
import PDFDocument from 'pdfkit'
import { brandName, type Language, money, receiptWords, wholeDate } from './receipt-words.ts'

export interface PrintedReceipt {
  readonly number: string
  readonly paidOn: string
  readonly certificationNumber: string
  readonly lines: readonly {
    readonly feeCode: string
    readonly amountCents: number
    readonly settledBy: 'card' | 'voucher' | 'waiver'
    readonly voucherNumber?: string
  }[]
  readonly totalCents: number
  readonly card?: { readonly brand: string; readonly last4: string }
  readonly name: string
  readonly phone: string
}

const font = (weight: string) =>
  readFileSync(new URL(`../../assets/public-sans-${weight}.ttf`, import.meta.url))
const fonts = { body: font('regular'), strong: font('semibold') }
const [ink, quiet, rule] = ['#1c1d1f', '#565c65', '#002d3f']
const margin = 72
const width = 612 - 2 * margin

type Doc = PDFKit.PDFDocument
type Struct = PDFKit.PDFStructureElement

/** One page, portrait letter, tagged: facts, then lines, then the total. */
export function printReceipt(receipt: PrintedReceipt, language: Language): Promise<Buffer> {
  const words = receiptWords[language]
  const doc = new PDFDocument({
    size: 'LETTER',
    margin,
    pdfVersion: '1.7',
    // The library knows it; its types do not.
    subset: 'PDF/UA' as never,
    tagged: true,
    displayTitle: true,
    lang: words.locale,
    info: { Title: `${words.title} ${receipt.number}`, Author: words.program },
  })
  const done = collect(doc)
  doc.registerFont('body', fonts.body).registerFont('strong', fonts.strong)
  const root = doc.struct('Document')
  doc.addStructure(root)
  head(doc, root, language)
  facts(doc, root, { receipt, language })
  lines(doc, root, { receipt, language })
  foot(doc, root, { receipt, language })
  root.end()
  doc.end()
  return done
}

function collect(doc: Doc): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    doc.on('data', (part: Buffer) => parts.push(part))
    doc.on('end', () => resolve(Buffer.concat(parts)))
    doc.on('error', reject)
  })
}

function head(doc: Doc, root: Struct, language: Language): void {
  const words = receiptWords[language]
  root.add(
    doc.struct('P', {}, () => {
      doc.font('strong').fontSize(13).fillColor(ink).text(words.program, margin, margin, { width })
    }),
  )
  root.add(
    doc.struct('H1', {}, () => {
      doc.font('strong').fontSize(30).text(words.title, margin, 128)
    }),
  )
  line(doc, 176, 4)
}

interface Printing {
  readonly receipt: PrintedReceipt
  readonly language: Language
}

function facts(doc: Doc, root: Struct, { receipt, language }: Printing): void {
  const words = receiptWords[language]
  const { card } = receipt
  const rows: [string, string][] = [
    [words.number, receipt.number],
    [words.paidOn, wholeDate(receipt.paidOn, words.locale)],
    [words.person, receipt.name.normalize('NFC')],
    [words.certification, receipt.certificationNumber],
    [
      words.paidWith,
      card ? words.card(brandName(card.brand), card.last4).trim() : words.nothingCharged,
    ],
  ]
  const list = doc.struct('L')
  root.add(list)
  doc.y = 196
  for (const [label, value] of rows) {
    const top = doc.y
    const item = doc.struct('LI')
    list.add(item)
    const name = () =>
      void doc.font('body').fontSize(9.5).fillColor(quiet).text(label, margin, top, { width })
    const said = () =>
      void doc
        .font('strong')
        .fontSize(13)
        .fillColor(ink)
        .text(value, margin, top + 13, { width })
    item.add(doc.struct('Lbl', {}, name))
    item.add(doc.struct('LBody', {}, said))
    item.end()
    doc.y += 10
  }
  list.end()
}

function lines(doc: Doc, root: Struct, printing: Printing): void {
  const words = receiptWords[printing.language]
  doc.y += 10
  const table = doc.struct('Table')
  root.add(table)
  row(doc, table, { cells: [words.what, words.amount], kind: 'TH', font: 'strong', size: 9.5 })
  for (const cells of linesOf(printing))
    row(doc, table, { cells, kind: 'TD', font: 'body', size: 13 })
  line(doc, doc.y, 1)
  doc.y += 8
  const total: Cells = [words.total, money(printing.receipt.totalCents)]
  row(doc, table, { cells: total, kind: 'TD', font: 'strong', size: 17 })
  table.end()
}

type Cells = readonly [what: string, amount: string]

/** A voucher is a minus line below the fee it settles; a waived fee stays on the list. */
function linesOf({ receipt, language }: Printing): Cells[] {
  const words = receiptWords[language]
  return receipt.lines.flatMap(({ feeCode, amountCents, settledBy, voucherNumber }): Cells[] => {
    const name = words.fees[feeCode] ?? feeCode
    if (settledBy === 'waiver') return [[`${name} (${words.waived})`, money(0)]]
    const fee: Cells = [name, money(amountCents)]
    if (settledBy === 'card') return [fee]
    return [fee, [words.voucher(voucherNumber ?? ''), money(-amountCents)]]
  })
}

interface Row {
  readonly cells: Cells
  readonly kind: 'TH' | 'TD'
  readonly font: 'body' | 'strong'
  readonly size: number
}

function row(
  doc: Doc,
  table: Struct,
  { cells: [what, amount], kind, font: face, size }: Row,
): void {
  const top = doc.y
  const cells = doc.struct('TR')
  table.add(cells)
  cells.add(
    doc.struct(kind, {}, () => {
      doc
        .font(face)
        .fontSize(size)
        .fillColor(ink)
        .text(what, margin, top, { width: width - 110 })
    }),
  )
  const below = doc.y
  cells.add(
    doc.struct(kind, {}, () => {
      doc.text(amount, margin + width - 100, top, { width: 100, align: 'right' })
    }),
  )
  cells.end()
  doc.y = below + 8
}

function foot(doc: Doc, root: Struct, { receipt, language }: Printing): void {
  const words = receiptWords[language]
  doc.y += 20
  root.add(
    doc.struct('P', {}, () => {
      doc.font('body').fontSize(11).fillColor(ink)
      doc.text(`${words.notReturned} ${words.questions(receipt.phone)}`, margin, doc.y, { width })
    }),
  )
}

/** A rule is decoration: no reader stops at it. */
function line(doc: Doc, y: number, thickness: number): void {
  doc.markContent('Artifact', { type: 'Layout' })
  doc.rect(margin, y, width, thickness).fill(rule)
  doc.endMarkedContent()
}
