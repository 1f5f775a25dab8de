import { createRoute, lazyRouteComponent, redirect, type AnyRoute } from '@tanstack/react-router'
import { readLeft } from './api/leaving.ts'
import { programQuery, queryClient, sessionQuery, verificationQuery } from './api/queries.ts'
import { Home, logInProblems, type LogInProblem } from './screens/home.tsx'
import { LoggedOut } from './screens/logged-out.tsx'
import { LogIn } from './screens/log-in.tsx'
import { loadLanguage } from './words/language.ts'

const reading = () => import('./screens/reading.tsx')
const waysBack = () => import('./screens/ways-back.tsx')
const verification = () => import('./screens/verification.tsx')

/** The public registry answers in both languages. */
const bothLanguages = () => Promise.all([loadLanguage('en'), loadLanguage('es')])

const isProblem = (text: unknown): text is LogInProblem =>
  logInProblems.some((problem) => problem === text)

/** Pages for everybody, logged in or not. */
export function publicRoutes(parent: AnyRoute): AnyRoute[] {
  const getParentRoute = () => parent
  const page = (path: string, component: ReturnType<typeof lazyRouteComponent>) =>
    createRoute({ getParentRoute, path, component })
  return [
    home(parent),
    createRoute({ getParentRoute, path: '/logged-out', component: LoggedOut }),
    createRoute({ getParentRoute, path: '/log-in', component: LogIn }),
    page('/help', lazyRouteComponent(reading, 'Help')),
    page('/privacy', lazyRouteComponent(reading, 'Privacy')),
    page('/accessibility', lazyRouteComponent(reading, 'Accessibility')),
    page('/continuing-education', lazyRouteComponent(reading, 'ContinuingEducation')),
    page(
      '/how-to/renew',
      lazyRouteComponent(() => import('./screens/how-to-renew.tsx'), 'HowToRenew'),
    ),
    page(
      '/cannot-get-in',
      lazyRouteComponent(() => import('./screens/cannot-get-in.tsx'), 'CannotGetIn'),
    ),
    page('/apply', lazyRouteComponent(waysBack, 'Apply')),
    page('/apply-again', lazyRouteComponent(waysBack, 'ApplyAgain')),
    page(
      '/u/$token',
      lazyRouteComponent(() => import('./screens/unsubscribe.tsx'), 'Unsubscribe'),
    ),
    createRoute({
      getParentRoute,
      path: '/verify',
      loader: async () => void (await bothLanguages()),
      component: lazyRouteComponent(verification, 'Verify'),
    }),
    ...['/v/$code', '/verify/$code'].map((path) =>
      createRoute({
        getParentRoute,
        path,
        loader: async ({ params }) => {
          const { code } = params as { code: string }
          await Promise.all([bothLanguages(), queryClient.prefetchQuery(verificationQuery(code))])
        },
        component: lazyRouteComponent(verification, 'Verification'),
      }),
    ),
  ]
}

function home(parent: AnyRoute): AnyRoute {
  return createRoute({
    getParentRoute: () => parent,
    path: '/',
    validateSearch: ({ problem }: Record<string, unknown>) =>
      isProblem(problem) ? { problem } : {},
    beforeLoad: async () => {
      const { kind } = await queryClient.ensureQueryData(sessionQuery)
      const left = readLeft()
      // The sign-in server sends people here after a log-out.
      if (kind === 'anonymous' && left && !left.seen)
        throw redirect({ to: '/logged-out', replace: true })
    },
    loader: () => void queryClient.prefetchQuery(programQuery),
    component: Home,
  })
}
