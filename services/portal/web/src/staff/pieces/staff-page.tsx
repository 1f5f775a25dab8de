import { useEffect, useRef, type ReactNode } from 'react'

interface StaffPageProps {
  readonly title: string
  readonly lead?: ReactNode
  readonly children: ReactNode
}

export function StaffPage({ title, lead, children }: StaffPageProps) {
  const heading = useDeskTitle(title)
  return (
    <>
      <div className="person-head">
        <h1 tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {lead && <p className="quiet desk-lead">{lead}</p>}
      </div>
      {children}
    </>
  )
}

/** Names the tab, and takes the focus on arrival. */
export function useDeskTitle(title: string | null) {
  const heading = useRef<HTMLHeadingElement>(null)
  const known = title !== null
  useEffect(() => {
    if (known) heading.current?.focus({ preventScroll: true })
  }, [known])
  useEffect(() => {
    document.title = title ? `${title} – Staff desk` : 'Staff desk'
  }, [title])
  return heading
}
