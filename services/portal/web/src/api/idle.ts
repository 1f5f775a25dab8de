/** Nobody touched, typed or scrolled: asked two minutes before the end, in machine time. */
export interface IdleOptions {
  readonly idleMs: number
  readonly warnMs: number
  readonly touch: () => void
  readonly warn: (on: boolean) => void
  readonly end: () => void
}

const touchEveryMs = 20_000
const signs = ['pointerdown', 'keydown', 'scroll', 'touchstart', 'wheel'] as const

export interface IdleWatch {
  stay(): void
  stop(): void
}

export function watchIdle({ idleMs, warnMs, touch, warn, end }: IdleOptions): IdleWatch {
  let last = Date.now()
  // Coming to a page is a touch as well.
  let told = 0
  let warned = false
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel('alive') : null
  const alive = () => {
    last = Date.now()
    if (warned) warn((warned = false))
  }
  const say = () => {
    alive()
    if (last - told < touchEveryMs) return
    told = last
    touch()
    channel?.postMessage(last)
  }
  // While the question stands, only its button counts: a stray scroll is no answer.
  const sign = () => void (warned || say())
  const look = () => {
    const quiet = Date.now() - last
    if (quiet >= idleMs) end()
    else if (quiet >= idleMs - warnMs && !warned) warn((warned = true))
  }
  for (const name of signs) addEventListener(name, sign, { passive: true, capture: true })
  channel?.addEventListener('message', alive)
  document.addEventListener('visibilitychange', look)
  const timer = setInterval(look, 1_000)
  say()
  return {
    stay() {
      told = 0
      say()
    },
    stop() {
      clearInterval(timer)
      for (const name of signs) removeEventListener(name, sign, { capture: true })
      document.removeEventListener('visibilitychange', look)
      channel?.close()
    },
  }
}
