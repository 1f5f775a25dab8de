import { useEffect, useRef, type ReactNode } from 'react'

interface OpenDialogProps {
  readonly title: string
  readonly close: () => void
  readonly children: ReactNode
}

/** A dialog that is open as long as it is drawn. */
export function OpenDialog({ title, close, children }: OpenDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  return (
    <dialog className="ask" ref={dialog} aria-labelledby="demo-title" onCancel={close}>
      <h2 id="demo-title" tabIndex={-1}>
        {title}
      </h2>
      {children}
    </dialog>
  )
}
