import { create } from 'qrcode'

export interface Square {
  readonly x: number
  readonly y: number
  readonly size: number
}

/** Black modules on white, as rectangles: sharp at any size. The quiet zone is four modules wide. */
export function drawCode(doc: PDFKit.PDFDocument, address: string, { x, y, size }: Square): void {
  const { modules } = create(address, { errorCorrectionLevel: 'M' })
  const module = size / modules.size
  const quiet = 4 * module
  doc.rect(x - quiet, y - quiet, size + 2 * quiet, size + 2 * quiet).fill('#ffffff')
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column)) doc.rect(x + column * module, y + row * module, module, module)
  doc.fill('#000000')
}
