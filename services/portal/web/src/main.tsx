import './styles/portal.scss'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { dashboardQuery, queryClient, sessionQuery } from './api/queries.ts'
import { NoStart } from './frame/no-start.tsx'
import { router } from './router.tsx'
import { isLanguage, loadLanguage, speak } from './words/language.ts'

// A page kept by the browser is asked for again: Back shows nothing that was emptied.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload()
})

async function start(): Promise<void> {
  const place = document.getElementById('root')
  if (!place) return
  const page = createRoot(place)
  aheadOfTime()
  try {
    const session = await queryClient.fetchQuery(sessionQuery)
    const asked = new URLSearchParams(location.search).get('language')
    await speak(isLanguage(asked) ? asked : session.language)
  } catch {
    return page.render(<NoStart />)
  }
  page.render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  )
}

/** What will be needed is asked for while the session is on its way: on a slow connection each turn counts. */
function aheadOfTime(): void {
  const { lang } = document.documentElement
  if (isLanguage(lang)) void loadLanguage(lang)
  if (location.pathname === '/dashboard') void queryClient.prefetchQuery(dashboardQuery)
}

void start()
