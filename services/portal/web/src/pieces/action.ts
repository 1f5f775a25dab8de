import { useRef, useState } from 'react'

export interface Action {
  readonly busy: boolean
  readonly error: unknown
  press(): void
  forget(): void
}

/** One press at a time; the button stays pressable and keeps its words. */
export function useAction(run: () => Promise<void>): Action {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const pressed = useRef(false)
  const press = async () => {
    if (pressed.current) return
    pressed.current = true
    setBusy(true)
    setError(null)
    try {
      await run()
    } catch (cause) {
      setError(cause)
    } finally {
      pressed.current = false
      setBusy(false)
    }
  }
  return { busy, error, press: () => void press(), forget: () => setError(null) }
}
