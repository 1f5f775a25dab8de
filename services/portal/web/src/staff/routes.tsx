import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router'
import { queryClient, sessionQuery } from '../api/queries.ts'
import { lateReviewQuery, lateReviewsQuery, personQuery, workQuery } from './queries.ts'

type Load = (params: Readonly<Record<string, string>>) => void

/** The staff desk: fetched only by those who open it. */
export function staffRoutes(parent: AnyRoute) {
  const desk = createRoute({
    getParentRoute: () => parent,
    path: '/staff',
    component: lazyRouteComponent(() => import('./frame/staff-frame.tsx'), 'StaffFrame'),
  })
  const page = (path: string, component: Component, load: Load = () => {}) =>
    createRoute({
      getParentRoute: () => desk,
      path,
      component,
      // Asked for while the page's own code is still on its way; nobody else is let in to ask.
      loader: ({ params }) => {
        if (queryClient.getQueryData(sessionQuery.queryKey)?.kind === 'staff')
          load(params as Record<string, string>)
      },
    })
  return desk.addChildren([
    page('/', pages.desk, () => void queryClient.prefetchQuery(workQuery)),
    page('/people/$accountId', pages.person, ({ accountId = '' }) => {
      void queryClient.prefetchQuery(personQuery(accountId))
    }),
    page('/people/$accountId/history', pages.print),
    page('/checking', pages.checking),
    page('/bounced', pages.bounced),
    page('/vouchers', pages.vouchers),
    page('/locked-out', pages.lockedOut),
    page('/decisions', pages.decisions),
    page('/never-logged-in', pages.neverLoggedIn),
    page('/declared', pages.declared),
    page('/late', pages.lateList, () => void queryClient.prefetchQuery(lateReviewsQuery)),
    page('/late/$renewalId', pages.late, ({ renewalId = '' }) => {
      void queryClient.prefetchQuery(lateReviewQuery(renewalId))
    }),
  ])
}

type Component = ReturnType<typeof lazyRouteComponent>

const pages = {
  desk: lazyRouteComponent(() => import('./desk-page.tsx'), 'DeskPage'),
  person: lazyRouteComponent(() => import('./person/person-page.tsx'), 'PersonPage'),
  print: lazyRouteComponent(() => import('./person/print-page.tsx'), 'PrintPage'),
  checking: lazyRouteComponent(() => import('./lists/checking-page.tsx'), 'CheckingPage'),
  bounced: lazyRouteComponent(() => import('./lists/bounced-page.tsx'), 'BouncedPage'),
  vouchers: lazyRouteComponent(() => import('./lists/vouchers-page.tsx'), 'VouchersPage'),
  lockedOut: lazyRouteComponent(() => import('./lists/locked-out-page.tsx'), 'LockedOutPage'),
  decisions: lazyRouteComponent(() => import('./lists/decisions-page.tsx'), 'DecisionsPage'),
  neverLoggedIn: lazyRouteComponent(
    () => import('./lists/never-logged-in-page.tsx'),
    'NeverLoggedInPage',
  ),
  declared: lazyRouteComponent(() => import('./lists/declared-page.tsx'), 'DeclaredPage'),
  lateList: lazyRouteComponent(() => import('./late/late-list-page.tsx'), 'LateListPage'),
  late: lazyRouteComponent(() => import('./late/late-page.tsx'), 'LatePage'),
} satisfies Record<string, Component>
