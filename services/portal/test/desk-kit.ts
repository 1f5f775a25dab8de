import { beforeAll, beforeEach } from 'vitest'
import { Browser } from './browser.ts'
import { dana, type Whole } from './kit.ts'

export const vega = '00000000-0000-4000-8000-00000000000a'
export const lee = '00000000-0000-4000-8000-00000000000b'

export const personRow = (accountId: string, legalName: string) => ({
  accountId,
  legalName,
  formerNames: [],
  email: 'x@example.org',
  county: 'Alameda',
  language: 'es',
  mailState: 'ok',
  signedIn: true,
})

export const certificationRow = (accountId: string, number: string, certifiedName: string) => ({
  accountId,
  number,
  certifiedName,
  status: 'ACTIVE',
  badge: 'active',
  expiresOn: '2026-08-31',
  county: 'Alameda',
  running: { what: 'late-review', due: '2026-07-01' },
})

export const ok = (body: unknown) => () => ({ status: 200, body })
export const silent = () => ({ status: 500 })

/** Dana at her desk; the services know Marisol Vega and Rosa Lee. */
export function atTheDesk(whole: Whole): Browser {
  const staff = new Browser(whole)
  beforeAll(() => staff.logIn(dana, 'realm=staff'))
  beforeEach(() => {
    const { identity, applications, payments } = whole.services
    identity.answer('POST /staff/people/search', ({ body }) =>
      ok({ people: (body.accountIds ?? []).map(rowOf) })(),
    )
    applications.answer('POST /staff/certifications/search', ({ body }) => {
      const wanted = (row: { accountId: string }) =>
        !body.accountIds || body.accountIds.includes(row.accountId)
      return ok({ certifications: certifications.filter(wanted) })()
    })
    payments.answer('POST /staff/payments/search', ok({ matches: [] }))
    identity.answer('POST /staff/names', ({ body }) =>
      ok({
        names: body.subjects.map((subject: string) => ({ subject, name: `Name of ${subject}` })),
      })(),
    )
  })
  return staff
}

const rowOf = (id: string) => personRow(id, id === vega ? 'Marisol Vega' : 'Rosa Lee')
const certifications = [
  certificationRow(lee, 'CMPSS-003180', 'Rosa Lee'),
  certificationRow(vega, 'CMPSS-000318', 'Marisol Vega'),
]
