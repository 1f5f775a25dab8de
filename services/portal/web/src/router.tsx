import {
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { hasLeft, rememberLeft, wasInside } from './api/leaving.ts'
import { queryClient, sessionQuery } from './api/queries.ts'
import { Failure } from './frame/failure.tsx'
import { Frame } from './frame/frame.tsx'
import { logInAddress } from './frame/head.tsx'
import { NotFound } from './frame/not-found.tsx'
import { personRoutes } from './person-routes.tsx'
import { publicRoutes } from './public-routes.tsx'
import { staffRoutes } from './staff/routes.tsx'
import { i18n } from './words/language.ts'

const root = createRootRoute({
  beforeLoad: async () => {
    await queryClient.ensureQueryData(sessionQuery)
  },
  component: Outlet,
  errorComponent: (props) => (
    <Frame isPublic>
      <Failure {...props} />
    </Frame>
  ),
  notFoundComponent: () => (
    <Frame isPublic>
      <NotFound />
    </Frame>
  ),
})

const everybody = createRoute({
  getParentRoute: () => root,
  id: 'public',
  component: () => <Frame isPublic />,
})

/** Private pages: whoever is not a person with a session does not get to see one, nor what stood there. */
const person = createRoute({
  getParentRoute: () => root,
  id: 'person',
  component: () => <Frame isPublic={false} />,
  beforeLoad: async ({ location }) => {
    if (hasLeft()) throw redirect({ to: '/logged-out', replace: true })
    const { kind } = await queryClient.ensureQueryData(sessionQuery)
    if (kind === 'staff') throw redirect({ href: '/staff', replace: true })
    if (kind === 'person') return
    if (wasInside()) {
      rememberLeft({ why: 'idle', path: location.pathname })
      throw redirect({ to: '/logged-out', replace: true })
    }
    window.location.replace(logInAddress(i18n.language, location.href))
    // The browser is on its way; nothing is drawn meanwhile.
    await new Promise(() => {})
  },
})

const tree = root.addChildren([
  everybody.addChildren(publicRoutes(everybody)),
  person.addChildren(personRoutes(person)),
  staffRoutes(root),
])

export const router = createRouter({
  routeTree: tree,
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  // The page before stays until the next has its data; a line says so after 400 ms.
  defaultPendingMs: 60_000,
  defaultErrorComponent: Failure,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
})
