import { queryOptions, useQuery } from '@tanstack/react-query'
import { applications, identity, notifications, payments, portal } from '../api/clients.ts'
import { answer } from '../api/problem.ts'

/** Everything of the desk stands under one key, so that what changed is asked for again together. */
export const workQuery = queryOptions({
  queryKey: ['desk', 'work'],
  queryFn: () => answer(portal.GET('/api/staff/work')),
})

export const personQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['desk', 'person', accountId],
    queryFn: () =>
      answer(portal.GET('/api/staff/people/{accountId}', { params: { path: { accountId } } })),
  })

export const historyQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['desk', 'history', accountId],
    queryFn: () =>
      answer(
        portal.GET('/api/staff/people/{accountId}/history', { params: { path: { accountId } } }),
      ),
  })

export const searchQuery = (text: string) =>
  queryOptions({
    queryKey: ['desk', 'search', text],
    queryFn: () => answer(portal.POST('/api/staff/search', { body: { text } })),
    enabled: text.length > 0,
    staleTime: 5_000,
  })

export const bouncesQuery = queryOptions({
  queryKey: ['desk', 'bounces'],
  queryFn: () => answer(portal.GET('/api/staff/work/bounced')),
})

export const vouchersQuery = queryOptions({
  queryKey: ['desk', 'vouchers'],
  queryFn: () => answer(portal.GET('/api/staff/work/vouchers')),
})

export const unknownPaymentsQuery = queryOptions({
  queryKey: ['desk', 'unknown-payments'],
  queryFn: () => answer(payments.GET('/staff/payments/unknown')).then((found) => found.payments),
})

export const lockoutsQuery = queryOptions({
  queryKey: ['desk', 'lockouts'],
  queryFn: () => answer(identity.GET('/staff/lockouts')).then((found) => found.lockouts),
})

export const lateReviewsQuery = queryOptions({
  queryKey: ['desk', 'late-reviews'],
  queryFn: () => answer(applications.GET('/staff/late-reviews')).then((found) => found.reviews),
})

export const lateReviewQuery = (renewalId: string) =>
  queryOptions({
    queryKey: ['desk', 'late-review', renewalId],
    queryFn: () =>
      answer(
        applications.GET('/staff/late-reviews/{renewalId}', { params: { path: { renewalId } } }),
      ),
  })

export const joinsQuery = queryOptions({
  queryKey: ['desk', 'joins'],
  queryFn: () => answer(identity.GET('/staff/joins')).then((found) => found.joins),
})

export const waiversQuery = queryOptions({
  queryKey: ['desk', 'waivers'],
  queryFn: () => answer(applications.GET('/staff/late-fee-waivers')).then((found) => found.waivers),
})

export const refundsQuery = queryOptions({
  queryKey: ['desk', 'refunds'],
  queryFn: () => answer(payments.GET('/staff/refunds')).then((found) => found.refunds),
})

export const declaredQuery = queryOptions({
  queryKey: ['desk', 'declared'],
  queryFn: () => answer(applications.GET('/staff/declared-numbers')).then((found) => found.numbers),
})

export const neverLoggedInQuery = queryOptions({
  queryKey: ['desk', 'never-logged-in'],
  queryFn: () =>
    answer(identity.POST('/staff/people/search', { body: {} })).then((found) => found.people),
})

export const programsQuery = queryOptions({
  queryKey: ['desk', 'voucher-programs'],
  queryFn: () => answer(payments.GET('/staff/voucher-programs')).then((found) => found.programs),
})

export const staffReceiptQuery = (receiptId: string) =>
  queryOptions({
    queryKey: ['desk', 'receipt', receiptId],
    queryFn: () =>
      answer(payments.GET('/receipts/{receiptId}', { params: { path: { receiptId } } })),
  })

export const staffMessageQuery = (messageId: string) =>
  queryOptions({
    queryKey: ['desk', 'message', messageId],
    queryFn: () =>
      answer(notifications.GET('/staff/messages/{messageId}', { params: { path: { messageId } } })),
  })

/** The people of a list, by account; without their names a list says their numbers. */
export function usePeople(accountIds: readonly string[]) {
  const ids = [...new Set(accountIds)].toSorted()
  const { data } = useQuery({
    queryKey: ['desk', 'people', ids],
    enabled: ids.length > 0,
    queryFn: async () => {
      const body = { accountIds: ids }
      const [known, held] = await Promise.all([
        answer(identity.POST('/staff/people/search', { body })),
        answer(applications.POST('/staff/certifications/search', { body })),
      ])
      const rows = new Map(held.certifications.map((row) => [row.accountId, row]))
      return new Map(
        known.people.map((person) => [
          person.accountId,
          { ...person, held: rows.get(person.accountId) },
        ]),
      )
    },
  })
  return data ?? new Map<string, never>()
}

/** The names behind staff subjects. */
export function useStaffNames(subjects: readonly (string | null | undefined)[]) {
  const asked = [...new Set(subjects.filter((one): one is string => Boolean(one)))].toSorted()
  const { data } = useQuery({
    queryKey: ['desk', 'names', asked],
    enabled: asked.length > 0,
    staleTime: 600_000,
    queryFn: () => answer(identity.POST('/staff/names', { body: { subjects: asked } })),
  })
  const names = new Map((data?.names ?? []).map(({ subject, name }) => [subject, name]))
  return (subject: string | null | undefined) =>
    subject ? shortStaffName(names.get(subject) ?? 'a colleague') : ''
}

/** "Dana Reyes" is "Dana R." in a line. */
export function shortStaffName(name: string): string {
  const [first = '', last] = name.split(' ')
  if (!last || name === 'a colleague') return name
  return `${first} ${last[0]}.`
}
