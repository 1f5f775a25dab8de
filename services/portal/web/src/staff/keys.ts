import { useEffect, useRef, useSyncExternalStore } from 'react'

type Keys = Readonly<Record<string, () => void>>

const storageKey = 'desk-keys'
const listeners = new Set<() => void>()

/** Single-letter keys can be switched off: they fight with speech input (WCAG 2.1.4). */
export function useKeysOn(): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => localStorage.getItem(storageKey) !== 'off',
  )
  const set = (next: boolean) => {
    localStorage.setItem(storageKey, next ? 'on' : 'off')
    for (const listener of listeners) listener()
  }
  return [on, set]
}

/** Keys of a page; silent while somebody types or a dialog is open. */
export function useKeys(keys: Keys): void {
  const [on] = useKeysOn()
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    if (!on) return
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (typing(event.target) || document.querySelector('dialog[open]')) return
      const action = latest.current[event.key]
      if (!action) return
      event.preventDefault()
      action()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [on])
}

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable) return true
  // A check box or radio takes no letters.
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}
