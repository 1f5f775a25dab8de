import { readFileSync } from 'node:fs'
import PDFDocument from 'pdfkit'
import { inWords, type Language } from '../rules/text.ts'
import { type CertificateWords, certificateWords } from './certificate-words.ts'
import { drawCode } from './code.ts'

export interface PrintedCertificate {
  readonly certifiedName: string
  readonly number: string
  readonly firstIssuedOn: string
  readonly effectiveOn: string
  readonly expiresOn: string
  readonly verifyAt: string
}

type Doc = PDFKit.PDFDocument
type Struct = PDFKit.PDFStructureElement

const font = (weight: string) =>
  readFileSync(new URL(`../../assets/public-sans-${weight}.ttf`, import.meta.url))
const fonts = { body: font('regular'), strong: font('semibold') }
const [ink, quiet, rule] = ['#1c1d1f', '#565c65', '#002d3f']
const margin = 54
/** Text stands right of the rule. */
const left = margin + 28
const width = 792 - left - margin
const codeSize = 96

/** One page, landscape letter, tagged for screen readers (look 7). Made on demand, kept nowhere. */
export function printCertificate(
  certificate: PrintedCertificate,
  language: Language,
): Promise<Buffer> {
  const words = certificateWords[language]
  const doc = new PDFDocument({
    size: 'LETTER',
    layout: 'landscape',
    margins: { top: margin, left: margin, right: margin, bottom: 0 },
    pdfVersion: '1.7',
    // The library knows it; its types do not.
    subset: 'PDF/UA' as never,
    tagged: true,
    displayTitle: true,
    lang: words.locale,
    info: { Title: `${words.title} ${certificate.number}`, Author: 'CalMHSA' },
  })
  const done = collect(doc)
  doc.registerFont('body', fonts.body).registerFont('strong', fonts.strong)
  drawRule(doc)
  const root = doc.struct('Document')
  doc.addStructure(root)
  statement(doc, root, { certificate, words })
  facts(doc, root, { certificate, words, language })
  howToCheck(doc, root, { certificate, words })
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

function drawRule(doc: Doc): void {
  doc.markContent('Artifact', { type: 'Layout' } as never)
  doc.rect(margin, 0, 4, 612).fill(rule as string)
  doc.endMarkedContent()
}

interface Part {
  readonly certificate: PrintedCertificate
  readonly words: CertificateWords
}

function statement(doc: Doc, root: Struct, { certificate, words }: Part): void {
  const say = (tag: string, text: string, line: Line) =>
    root.add(doc.struct(tag, {}, () => write(doc, text, line)))
  say('H1', words.document, { y: 54, size: 13, weight: 'strong' })
  say('P', words.certifies, { y: 150, size: 13 })
  root.add(doc.struct('P', {}, () => writeName(doc, certificate.certifiedName)))
  say('P', words.statement, { y: 232, size: 17 })
  say('P', words.issuer, { y: 262, size: 13 })
}

interface Line {
  readonly y: number
  readonly size: number
  readonly weight?: string
  readonly color?: string
  readonly x?: number
  readonly width?: number
}

function write(doc: Doc, text: string, line: Line): void {
  doc
    .font(line.weight ?? 'body')
    .fontSize(line.size)
    .fillColor(line.color ?? (ink as string))
    .text(text, line.x ?? left, line.y, { width: line.width ?? width, lineGap: 0 })
}

/** As large as it fits in one line, down to 26 pt; a longer name takes two lines. */
function writeName(doc: Doc, name: string): void {
  doc.font('strong')
  const sizes = Array.from({ length: 13 }, (_, step) => 38 - step)
  const fits = sizes.find((size) => doc.fontSize(size).widthOfString(name) <= width)
  write(doc, name, { y: fits ? 172 : 168, size: fits ?? 26, weight: 'strong' })
}

function facts(
  doc: Doc,
  root: Struct,
  { certificate, words, language }: Part & { language: Language },
): void {
  const list = doc.struct('L')
  root.add(list)
  const rows = [
    [words.number, certificate.number],
    [words.firstIssued, inWords(certificate.firstIssuedOn, language)],
    [words.effective, inWords(certificate.effectiveOn, language)],
    [words.validThrough, inWords(certificate.expiresOn, language)],
  ] as const
  for (const [index, [label, value]] of rows.entries()) {
    const at = { x: left + (index * width) / 4, width: width / 4 - 12 }
    const item = doc.struct('LI')
    list.add(item)
    item.add(
      doc.struct('Lbl', {}, () =>
        write(doc, label, { ...at, y: 330, size: 9.5, color: quiet as string }),
      ),
    )
    item.add(
      doc.struct('LBody', {}, () =>
        write(doc, value, { ...at, y: 345, size: 13, weight: 'strong' }),
      ),
    )
    item.end()
  }
  list.end()
}

function howToCheck(doc: Doc, root: Struct, { certificate, words }: Part): void {
  const { verifyAt } = certificate
  const beside = width - codeSize - 48
  const at = { x: 792 - margin - codeSize, y: 454 }
  root.add(
    doc.struct('P', {}, () =>
      write(doc, words.check(verifyAt), { y: 470, size: 9.5, width: beside }),
    ),
  )
  root.add(
    doc.struct('Figure', { alt: words.code(verifyAt) }, () =>
      drawCode(doc, verifyAt, { ...at, size: codeSize }),
    ),
  )
  root.add(doc.struct('P', {}, () => write(doc, words.paper, { y: 540, size: 9.5, width: beside })))
}
