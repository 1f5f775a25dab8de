/** Who may send how fast: one bucket for all connections of the process. */
export interface Pace {
  readonly paced: boolean
  /** True when one more may leave now. */
  take(): boolean
  /** Takes without asking: service mail waits for nobody, reminders make up for it. */
  borrow(): void
}

/** `perSecond` 0 is as fast as it goes. A bucket holds a tenth of a second, at least one mail. */
export function paceOf(perSecond: number, now: () => number = () => performance.now()): Pace {
  if (perSecond === 0) return { paced: false, take: () => true, borrow: () => {} }
  const depth = Math.max(1, perSecond / 10)
  let level = depth
  let at = now()
  const fill = () => {
    const time = now()
    level = Math.min(depth, level + ((time - at) / 1_000) * perSecond)
    at = time
  }
  return {
    paced: true,
    take() {
      fill()
      if (level < 1) return false
      level -= 1
      return true
    },
    borrow() {
      fill()
      level -= 1
    },
  }
}
