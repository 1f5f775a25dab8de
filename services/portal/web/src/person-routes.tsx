import { createRoute, lazyRouteComponent, redirect, type AnyRoute } from '@tanstack/react-router'
import type { components } from '@peercert/contracts/applications'
import {
  dashboardQuery,
  messageQuery,
  messagesQuery,
  profileQuery,
  programQuery,
  queryClient,
  receiptQuery,
  receiptsQuery,
  renewalQuery,
  signatureQuery,
  signaturesQuery,
} from './api/queries.ts'
import { emailOutcomes, type EmailSearch } from './profile/email-outcome.tsx'
import { Dashboard } from './screens/dashboard.tsx'
import { partPaths } from './standing/standing-words.ts'

type Part = components['schemas']['Renewal']['nextPart']
type Load = (params: Record<string, string>) => Promise<unknown>

const ensure = queryClient.ensureQueryData.bind(queryClient)
const dashboard = () => ensure(dashboardQuery)

const emailSearch = ({ email }: Record<string, unknown>): EmailSearch => {
  const outcome = emailOutcomes.find((one) => one === email)
  return outcome ? { email: outcome } : {}
}

type PageMaker = (
  path: string,
  component: ReturnType<typeof lazyRouteComponent>,
  load?: Load,
) => AnyRoute

/** Pages of the person who is logged in; each waits for its data, the page before stays meanwhile. */
export function personRoutes(parent: AnyRoute): AnyRoute[] {
  const getParentRoute = () => parent
  const page: PageMaker = (path, component, load) =>
    createRoute({
      getParentRoute,
      path,
      component,
      loader: async ({ params }) => {
        await Promise.all([dashboard(), load?.(params as Record<string, string>)])
      },
    })
  return [
    createRoute({
      getParentRoute,
      path: '/dashboard',
      component: Dashboard,
      loader: async () =>
        void (await queryClient.fetchQuery({ ...dashboardQuery, staleTime: 2_000 })),
    }),
    createRoute({
      getParentRoute,
      path: '/my-information',
      validateSearch: emailSearch,
      component: lazyRouteComponent(() => import('./screens/my-information.tsx'), 'MyInformation'),
      loader: async () => void (await profileData()),
    }),
    ...renewalRoutes(parent),
    ...certificateRoutes(page),
    ...recordRoutes(page),
    page(
      '/come-back',
      lazyRouteComponent(() => import('./screens/ways-back.tsx'), 'ComeBack'),
    ),
    page(
      '/find',
      lazyRouteComponent(() => import('./screens/find-certification.tsx'), 'FindCertification'),
    ),
  ]
}

function certificateRoutes(page: PageMaker): AnyRoute[] {
  return [
    page(
      '/certificate',
      lazyRouteComponent(() => import('./screens/certificate.tsx'), 'MyCertificate'),
    ),
    page(
      '/certificate/code-of-ethics',
      lazyRouteComponent(() => import('./screens/sign-code.tsx'), 'SignCode'),
    ),
    page(
      '/my-application',
      lazyRouteComponent(() => import('./screens/my-application.tsx'), 'MyApplication'),
      () => Promise.all([ensure(renewalQuery), ensure(signaturesQuery)]),
    ),
    page(
      '/signed/$id',
      lazyRouteComponent(() => import('./screens/signed.tsx'), 'Signed'),
      ({ id = '' }) => ensure(signatureQuery(id)),
    ),
  ]
}

function recordRoutes(page: PageMaker): AnyRoute[] {
  return [
    page(
      '/receipts',
      lazyRouteComponent(() => import('./screens/receipts.tsx'), 'Receipts'),
      () => ensure(receiptsQuery),
    ),
    page(
      '/receipts/$id',
      lazyRouteComponent(() => import('./screens/receipt.tsx'), 'ReceiptPage'),
      ({ id = '' }) => Promise.all([ensure(receiptQuery(id)), ensure(profileQuery)]),
    ),
    page(
      '/messages',
      lazyRouteComponent(() => import('./screens/messages.tsx'), 'Messages'),
      () => ensure(messagesQuery),
    ),
    page(
      '/messages/$id',
      lazyRouteComponent(() => import('./screens/message.tsx'), 'MessagePage'),
      ({ id = '' }) => ensure(messageQuery(id)),
    ),
  ]
}

const profileData = () => Promise.all([dashboard(), ensure(profileQuery), ensure(programQuery)])

function renewalRoutes(parent: AnyRoute): AnyRoute[] {
  const getParentRoute = () => parent
  const open = (path: string, component: ReturnType<typeof lazyRouteComponent>) =>
    createRoute({
      getParentRoute,
      path,
      component,
      loader: async () => void (await Promise.all([dashboard(), freshRenewal()])),
    })
  return [
    open(
      '/renewal',
      lazyRouteComponent(() => import('./renewal/information.tsx'), 'RenewalInformation'),
    ),
    open(
      '/renewal/late',
      lazyRouteComponent(() => import('./renewal/late.tsx'), 'LateRenewal'),
    ),
    ...partRoutes(parent),
  ]
}

/** The four parts of the form; the pay box has an address of its own. */
function partRoutes(parent: AnyRoute): AnyRoute[] {
  const part = (at: Part, component: ReturnType<typeof lazyRouteComponent>) =>
    createRoute({
      getParentRoute: () => parent,
      path: partPaths[at],
      validateSearch: emailSearch,
      component,
      beforeLoad: () => openPart(at),
      loader: async () => void (await profileData()),
    })
  const pay = part(
    'pay',
    lazyRouteComponent(() => import('./pay/check-and-pay.tsx'), 'CheckAndPay'),
  )
  return [
    part(
      'information',
      lazyRouteComponent(() => import('./renewal/your-information.tsx'), 'YourInformation'),
    ),
    part(
      'ethics',
      lazyRouteComponent(() => import('./renewal/code-of-ethics.tsx'), 'CodeOfEthics'),
    ),
    part(
      'attestation',
      lazyRouteComponent(() => import('./renewal/attestation.tsx'), 'Attestation'),
    ),
    pay.addChildren([
      createRoute({ getParentRoute: () => pay, path: '/box', component: () => null }),
    ]),
  ]
}

const freshRenewal = () => queryClient.fetchQuery({ ...renewalQuery, staleTime: 2_000 })
const order: readonly Part[] = ['information', 'ethics', 'attestation', 'pay']

/** A part opens once those before it are done; a form that is sent is no form any more. */
async function openPart(at: Part): Promise<void> {
  const { renewal } = await freshRenewal()
  const replace = true
  switch (renewal?.state) {
    case 'checking':
      if (at !== 'pay') throw redirect({ to: partPaths.pay, replace })
      return
    case 'draft':
      if (order.indexOf(at) > order.indexOf(renewal.nextPart))
        throw redirect({ to: partPaths[renewal.nextPart], replace })
      return
    case 'in-review':
    case 'question':
      throw redirect({ to: '/renewal/late', replace })
    case 'completed':
    case 'approved':
      throw redirect({ to: '/dashboard', replace })
    default:
      throw redirect({ to: '/renewal', replace })
  }
}
