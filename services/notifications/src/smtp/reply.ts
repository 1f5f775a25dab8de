/**
 * Cuts what a server says into replies. A reply of several lines (250-…) is told once, with its
 * text lines; what is no reply is told as code 0.
 */
export function replyReader(
  onReply: (code: number, lines: readonly string[]) => void,
): (chunk: string) => void {
  let rest = ''
  let lines: string[] = []
  return (chunk) => {
    rest = rest === '' ? chunk : rest + chunk
    let at = 0
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n', at)) {
      const code = codeAt(rest, at)
      const goesOn = rest.charCodeAt(at + 3) === 45
      lines.push(rest.slice(at + 4, end).trimEnd())
      at = end + 1
      if (goesOn && code !== 0 && lines.length < 200) continue
      const said = lines
      lines = []
      onReply(code, said)
    }
    rest = at === 0 ? rest : rest.slice(at)
    // A line without an end is no SMTP; it must not fill the memory.
    if (rest.length > 8_192) {
      rest = ''
      onReply(0, [])
    }
  }
}

function codeAt(text: string, at: number): number {
  let code = 0
  for (let index = at; index < at + 3; index += 1) {
    const digit = text.charCodeAt(index) - 48
    if (!(digit >= 0 && digit <= 9)) return 0
    code = code * 10 + digit
  }
  return code
}
