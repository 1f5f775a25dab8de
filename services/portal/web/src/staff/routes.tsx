import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router'
import { queryClient } from '../api/queries.ts'
import { lateReviewQuery, lateReviewsQuery, personQuery, workQuery } from './queries.ts'

/** The staff desk: fetched only by those who open it. */
export function staffRoutes(parent: AnyRoute) {
  const desk = createRoute({
    getParentRoute: () => parent,
    path: '/staff',
    component: lazyRouteComponent(() => import('./frame/staff-frame.tsx'), 'StaffFrame'),
  })
  const at = <Path extends string>(path: Path, component: ReturnType<typeof lazyRouteComponent>) =>
    createRoute({ getParentRoute: () => desk, path, component })
  return desk.addChildren([
    createRoute({
      getParentRoute: () => desk,
      path: '/',
      loader: () => void queryClient.prefetchQuery(workQuery),
      component: lazyRouteComponent(() => import('./desk-page.tsx'), 'DeskPage'),
    }),
    createRoute({
      getParentRoute: () => desk,
      path: '/people/$accountId',
      loader: ({ params }) => void queryClient.prefetchQuery(personQuery(params.accountId)),
      component: lazyRouteComponent(() => import('./person/person-page.tsx'), 'PersonPage'),
    }),
    at(
      '/people/$accountId/history',
      lazyRouteComponent(() => import('./person/print-page.tsx'), 'PrintPage'),
    ),
    at(
      '/checking',
      lazyRouteComponent(() => import('./lists/checking-page.tsx'), 'CheckingPage'),
    ),
    at(
      '/bounced',
      lazyRouteComponent(() => import('./lists/bounced-page.tsx'), 'BouncedPage'),
    ),
    at(
      '/locked-out',
      lazyRouteComponent(() => import('./lists/locked-out-page.tsx'), 'LockedOutPage'),
    ),
    at(
      '/decisions',
      lazyRouteComponent(() => import('./lists/decisions-page.tsx'), 'DecisionsPage'),
    ),
    at(
      '/never-logged-in',
      lazyRouteComponent(() => import('./lists/never-logged-in-page.tsx'), 'NeverLoggedInPage'),
    ),
    at(
      '/declared',
      lazyRouteComponent(() => import('./lists/declared-page.tsx'), 'DeclaredPage'),
    ),
    createRoute({
      getParentRoute: () => desk,
      path: '/late',
      loader: () => void queryClient.prefetchQuery(lateReviewsQuery),
      component: lazyRouteComponent(() => import('./late/late-list-page.tsx'), 'LateListPage'),
    }),
    createRoute({
      getParentRoute: () => desk,
      path: '/late/$renewalId',
      loader: ({ params }) => void queryClient.prefetchQuery(lateReviewQuery(params.renewalId)),
      component: lazyRouteComponent(() => import('./late/late-page.tsx'), 'LatePage'),
    }),
  ])
}
