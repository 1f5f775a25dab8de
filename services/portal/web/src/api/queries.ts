import { QueryClient, queryOptions } from '@tanstack/react-query'
import type { components as Applications } from '@peercert/contracts/applications'
import type { components as Identity } from '@peercert/contracts/identity'
import type { components as Portal } from '@peercert/contracts/portal'
import type { Language } from '../words/words.ts'
import { applications, holdSession, identity, notifications, payments, portal } from './clients.ts'
import { answer, isFault } from './problem.ts'

export type Session = Portal['schemas']['Session']

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => count < 2 && isFault(error),
      // A page without connection says so; it does not wait silently.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => {
    const session = await answer(portal.GET('/api/session'))
    holdSession(session.csrfToken)
    return session
  },
  staleTime: 60_000,
  // Somebody else may have logged in in another window meanwhile.
  refetchOnWindowFocus: 'always',
})

export const dashboardQuery = queryOptions({
  queryKey: ['dashboard'],
  queryFn: () => answer(portal.GET('/api/dashboard')),
  refetchInterval: (query) => (query.state.data?.settling ? 1_000 : false),
})

type MyRenewal = Applications['schemas']['MyRenewal']
type Profile = Identity['schemas']['Profile']

export const renewalQuery = queryOptions({
  queryKey: ['renewal'],
  queryFn: async ({ client, queryKey }) => {
    const fetched = await answer(applications.GET('/me/renewal'))
    const { renewal } = client.getQueryData<MyRenewal>(queryKey) ?? {}
    // Asked before something was saved, answered after it: what is on the screen is newer.
    const overtaken =
      renewal?.renewalId === fetched.renewal?.renewalId &&
      (renewal?.version ?? 0) > (fetched.renewal?.version ?? 0)
    return overtaken ? { ...fetched, renewal: renewal ?? null } : fetched
  },
})

export const profileQuery = queryOptions({
  queryKey: ['profile'],
  queryFn: async ({ client, queryKey }) => {
    const fetched = await answer(identity.GET('/me/profile'))
    const held = client.getQueryData<Profile>(queryKey)
    const overtaken = held?.accountId === fetched.accountId && held.version > fetched.version
    return overtaken ? held : fetched
  },
})

export const programQuery = queryOptions({
  queryKey: ['program'],
  queryFn: () => answer(applications.GET('/program')),
  staleTime: 60_000,
})

export type TextId = 'code-of-ethics' | 'attestation' | 'attestation-late'

export const textQuery = (textId: TextId, language: Language) =>
  queryOptions({
    queryKey: ['text', textId, language],
    queryFn: () =>
      answer(
        applications.GET('/program/texts/{textId}', {
          params: { path: { textId }, query: { language } },
        }),
      ),
  })

export const feeRequestQuery = (feeRequestId: string) =>
  queryOptions({
    queryKey: ['fee-request', feeRequestId],
    queryFn: () =>
      answer(payments.GET('/fee-requests/{feeRequestId}', { params: { path: { feeRequestId } } })),
    staleTime: 0,
  })

export const payBoxQuery = queryOptions({
  queryKey: ['pay-box'],
  queryFn: () => answer(payments.GET('/pay-box')),
})

export const receiptsQuery = queryOptions({
  queryKey: ['receipts'],
  queryFn: () => answer(payments.GET('/me/receipts')).then(({ receipts }) => receipts),
})

export const receiptQuery = (receiptId: string) =>
  queryOptions({
    queryKey: ['receipts', receiptId],
    queryFn: () =>
      answer(payments.GET('/receipts/{receiptId}', { params: { path: { receiptId } } })),
  })

export const messagesQuery = queryOptions({
  queryKey: ['messages'],
  queryFn: () => answer(notifications.GET('/me/messages')),
})

export const messageQuery = (messageId: string) =>
  queryOptions({
    queryKey: ['messages', messageId],
    queryFn: () =>
      answer(notifications.GET('/me/messages/{messageId}', { params: { path: { messageId } } })),
  })

export const signaturesQuery = queryOptions({
  queryKey: ['signatures'],
  queryFn: () => answer(applications.GET('/me/signatures')).then(({ signatures }) => signatures),
})

export const signatureQuery = (signatureId: string) =>
  queryOptions({
    queryKey: ['signatures', signatureId],
    queryFn: () =>
      answer(applications.GET('/signatures/{signatureId}', { params: { path: { signatureId } } })),
  })

export const verificationQuery = (code: string) =>
  queryOptions({
    queryKey: ['verification', code],
    queryFn: () =>
      answer(applications.GET('/verifications/{code}', { params: { path: { code } } })),
    staleTime: 0,
  })
