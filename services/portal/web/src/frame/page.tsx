import { Link } from '@tanstack/react-router'
import { useEffect, useRef, type ReactNode } from 'react'
import { Icon } from '../pieces/icon.tsx'
import { useSpeech } from '../words/language.ts'
import { SideMenu, type MenuItem } from './side-menu.tsx'

interface TitleProps {
  readonly title: ReactNode
  /** What the browser's tab says; the title itself when it is plain text. */
  readonly tab?: string
  readonly over?: string
  readonly back?: ReactNode
  /** Something else on the page takes the focus. */
  readonly quiet?: boolean
  /** The form has mistakes: the tab says so first. */
  readonly failed?: boolean
  readonly form?: boolean
}

/** The h1; it takes the focus when somebody arrives. */
export function Title({ title, tab, over, back, quiet, failed, form }: TitleProps) {
  const { t } = useSpeech()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!quiet) heading.current?.focus({ preventScroll: true })
    // Only on arrival: a page that changes under the person keeps their place.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  const words = tab ?? (typeof title === 'string' ? title : '')
  useEffect(() => {
    const name = `${words} – ${t('frame.site')}`
    document.title = failed ? t('frame.errorTitle', { title: name }) : name
  }, [words, failed, t])
  return (
    <div className={form ? 'title title--form' : 'title'}>
      {back}
      <h1 tabIndex={-1} ref={heading}>
        {over && <span className="over">{over}</span>} {title}
      </h1>
    </div>
  )
}

export function BackLink({
  to,
  text,
  phoneOnly,
}: {
  to: string
  text: string
  phoneOnly?: boolean
}) {
  return (
    <Link to={to} className={phoneOnly ? 'back back--phone' : 'back'}>
      <Icon name="left" />
      {text}
    </Link>
  )
}

interface InnerPageProps extends Omit<TitleProps, 'back' | 'form'> {
  readonly here: MenuItem
  readonly children: ReactNode
}

/** A page of the person's, beside the left menu. */
export function InnerPage({ here, children, ...title }: InnerPageProps) {
  const { t } = useSpeech()
  return (
    <div className="grid">
      <Title
        {...title}
        back={<BackLink to="/dashboard" text={t('labels.dashboard')} phoneOnly />}
      />
      <SideMenu here={here} kind="inner" />
      <div className="col" id="content">
        {children}
      </div>
    </div>
  )
}

/** A page for everybody: one column. */
export function PublicPage({ children, ...title }: TitleProps & { children: ReactNode }) {
  return (
    <div className="col" id="content">
      <Title {...title} />
      {children}
    </div>
  )
}
