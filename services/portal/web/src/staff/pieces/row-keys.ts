import { useState } from 'react'
import { useKeys } from '../keys.ts'

/** j k move among the rows of a list, o opens; the row in hand has the focus. */
export function useRowKeys(count: number, rowId: (index: number) => string) {
  const [at, setAt] = useState(-1)
  const move = (step: number) => {
    if (count === 0) return
    const next = Math.min(count - 1, Math.max(0, at + step))
    setAt(next)
    linkIn(rowId(next))?.focus()
  }
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    o: () => at >= 0 && linkIn(rowId(at))?.click(),
  })
  return { at, setAt }
}

function linkIn(id: string): HTMLElement | null {
  return document.getElementById(id)?.querySelector<HTMLElement>('a, summary, button') ?? null
}
