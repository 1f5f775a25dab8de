import { inflateSync } from 'node:zlib'

/** The words a reader of the PDF hears, through its own character maps, in the order they are written. */
export function textOf(pdf: Buffer): string {
  const raw = pdf.toString('latin1')
  const objects = new Map<string, string>()
  for (const [, id = '', body = ''] of raw.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g))
    objects.set(id, body)
  const fonts = new Map<string, Map<string, string>>()
  for (const [, list = ''] of raw.matchAll(/\/Font <<\n?([\s\S]*?)>>/g))
    for (const [, name = '', id = ''] of list.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? '')?.[1]
      if (map) fonts.set(name, charactersOf(streamOf(objects.get(map) ?? '')))
    }
  return [...objects.values()]
    .filter((body) => body.includes('stream') && !body.includes('/Length1'))
    .map(streamOf)
    .filter((content) => content.includes(' Tf'))
    .map((content) => wordsOf(content, fonts))
    .join('')
}

function streamOf(body: string): string {
  const start = body.indexOf('stream\n')
  if (start < 0) return ''
  const data = Buffer.from(body.slice(start + 7, body.lastIndexOf('\nendstream')), 'latin1')
  return body.includes('/FlateDecode')
    ? inflateSync(data).toString('latin1')
    : data.toString('latin1')
}

function charactersOf(map: string): Map<string, string> {
  const characters = new Map<string, string>()
  for (const [, from = '0', , list = ''] of map.matchAll(/<(\w{4})> <(\w{4})> \[([^\]]*)\]/g))
    for (const [index, [, codes = '']] of [...list.matchAll(/<([\w ]+)>/g)].entries()) {
      const glyph = (Number.parseInt(from, 16) + index).toString(16).padStart(4, '0')
      const units = (codes.match(/\w{4}/g) ?? []).map((code) => Number.parseInt(code, 16))
      characters.set(glyph, String.fromCharCode(...units))
    }
  return characters
}

function wordsOf(content: string, fonts: Map<string, Map<string, string>>): string {
  let font = new Map<string, string>()
  let words = ''
  for (const [whole, name, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ|ET/g)) {
    if (whole === 'ET') words += '\n'
    else if (name) font = fonts.get(name) ?? font
    else
      for (const [, glyphs = ''] of (shown ?? '').matchAll(/<(\w+)>/g))
        words += (glyphs.match(/.{4}/g) ?? []).map((glyph) => font.get(glyph) ?? '').join('')
  }
  return words
}
