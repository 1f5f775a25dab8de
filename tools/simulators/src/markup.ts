/** HTML that may stand in a page as it is. */
export interface Markup {
  readonly markup: string
}

type Piece = Markup | Piece[] | string | number | null | undefined | false

const marks: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => marks[mark] ?? mark)
}

function write(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return ''
  if (Array.isArray(piece)) return piece.map(write).join('')
  if (typeof piece === 'object') return piece.markup
  return escape(String(piece))
}

/** Every value is escaped unless it is markup itself. */
export function html(parts: TemplateStringsArray, ...pieces: Piece[]): Markup {
  return { markup: parts.reduce((text, part, i) => text + write(pieces[i - 1]) + part) }
}
