/** Shows how far a long file is: one line that rewrites itself on a terminal, a line now and then elsewhere. */
export function progress(out: NodeJS.WriteStream, size: number) {
  const terminal = out.isTTY
  let shown = false
  let lastMs = performance.now()
  const clear = () => {
    if (terminal && shown) out.write('\r\u001B[K')
    shown = false
  }
  return {
    at(lines: number, bytes: number) {
      const now = performance.now()
      if (now - lastMs < (terminal ? 200 : 5000)) return
      lastMs = now
      const text = `${lines} lines, ${size > 0 ? Math.min(100, Math.floor((bytes / size) * 100)) : 100} %`
      if (terminal) out.write(`\r\u001B[K${text}`)
      else out.write(`${text}\n`)
      shown = true
    },
    line(text: string) {
      clear()
      out.write(`${text}\n`)
    },
    done: clear,
  }
}
