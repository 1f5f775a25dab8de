import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense, type ReactNode } from 'react'
import { useSpeech } from '../words/language.ts'
import { Alive } from './alive.tsx'
import { Foot } from './foot.tsx'
import { Head } from './head.tsx'
import { LoadingLine } from './loading-line.tsx'
import { useSession } from './session.ts'
import { SiteAlert } from './site-alert.tsx'

const DemoBar = lazy(async () => {
  const { DemoBar: bar } = await import('../demo/demo-bar.tsx')
  return { default: bar }
})

/** What stands around a page: skip link, demonstration bar, header, the page, footer. */
export function Frame({ isPublic, children }: { isPublic: boolean; children?: ReactNode }) {
  const { t } = useSpeech()
  const { demo, kind } = useSession()
  return (
    <>
      <a className="usa-skipnav" href="#content">
        {t('frame.skip')}
      </a>
      {demo && (
        <Suspense>
          <DemoBar today={demo.today} mailUrl={demo.mailUrl} />
        </Suspense>
      )}
      <Head isPublic={isPublic} />
      <LoadingLine />
      <main className="wrap page">
        <SiteAlert />
        {children ?? <Outlet />}
      </main>
      <Foot />
      {kind !== 'anonymous' && <Alive />}
    </>
  )
}
