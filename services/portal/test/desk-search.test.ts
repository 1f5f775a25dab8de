import { describe, expect, test } from 'vitest'
import { Browser } from './browser.ts'
import { atTheDesk, certificationRow, ok, vega } from './desk-kit.ts'
import { marisol, withPortal } from './kit.ts'

const whole = withPortal()
const staff = atTheDesk(whole)

describe('find a holder (renewal-service 3.1)', () => {
  const search = async (text: string) => (await staff.post('/api/staff/search', { text })).body

  test.each(['318', 'CMPSS-000318', 'cmpss 318'])(
    'the exact number %s stands first and opens',
    async (text) => {
      const found = await search(text)
      expect(found.exact).toBe(vega)
      expect(found.rows[0]).toMatchObject({
        accountId: vega,
        name: 'Marisol Vega',
        number: 'CMPSS-000318',
        matched: 'number',
        language: 'es',
        mail: 'ok',
        running: { what: 'late-review', due: '2026-07-01' },
      })
      expect(found.rows).toHaveLength(2)
    },
  )

  test('a receipt finds its person, and the others tell the rest of the row', async () => {
    whole.services.applications.answer('POST /staff/certifications/search', ({ body }) =>
      ok({
        certifications: body.accountIds
          ? [certificationRow(vega, 'CMPSS-000318', 'Marisol Vega')]
          : [],
      })(),
    )
    whole.services.payments.answer(
      'POST /staff/payments/search',
      ok({ matches: [{ accountId: vega, found: 'receipt', label: 'R-2026-004417' }] }),
    )
    expect(await search('R-2026-004417')).toMatchObject({
      exact: null,
      rows: [
        {
          name: 'Marisol Vega',
          number: 'CMPSS-000318',
          matched: 'receipt',
          label: 'R-2026-004417',
        },
      ],
      missing: [],
    })
  })

  test('a source that is silent is named, and the others answer', async () => {
    whole.services.payments.answer('POST /staff/payments/search', () => ({ status: 500 }))
    const found = await search('vega')
    expect(found.missing).toEqual(['payments'])
    expect(found.rows).toHaveLength(2)
  })

  test('the reference of an error page finds who saw it, when, and at what', async () => {
    const person = new Browser(whole)
    await person.logIn(marisol)
    whole.services.payments.answer('GET /me/receipts', () => ({
      status: 500,
      headers: { 'content-type': 'application/problem+json' },
      body: {
        type: 'internal-error',
        title: 'x',
        status: 500,
        reference: '7QK2-M4',
        detail: 'secret',
      },
    }))
    expect((await person.get('/api/payments/me/receipts')).body.reference).toBe('7QK2-M4')
    const found = await search('7qk2m4')
    const accountId = whole.accounts.get(marisol.subject)
    expect(found.reference).toMatchObject({
      reference: '7QK2-M4',
      accountId,
      operation: 'GET /api/payments/me/receipts',
    })
    expect(found.rows[0]).toMatchObject({ accountId, matched: 'reference' })
    const { rows } = await whole.portal.pool.query('select * from reference')
    expect(Object.keys(rows[0]).sort()).toEqual(['account_id', 'at', 'operation', 'reference'])
  })
})
