import { describe, expect, test } from 'vitest'
import { Browser } from './browser.ts'
import { ok } from './desk-kit.ts'
import { marisol, withPortal } from './kit.ts'

const whole = withPortal()

describe('the dashboard', () => {
  const certification = (accountId: string | null) => ok({ accountId, certification: null })
  test('waits until applications knows the account; then says that it is settling', async () => {
    const person = new Browser(whole)
    await person.logIn({ ...marisol, subject: 'subject-new' })
    const accountId = whole.accounts.get('subject-new') ?? ''
    const { identity, applications, notifications } = whole.services
    identity.answer(
      'GET /me/profile',
      ok({
        accountId,
        legalName: 'x',
        email: 'x',
        mailState: 'bounced',
        phone: null,
        address: null,
        county: null,
        language: 'en',
        version: 0,
        savedAt: '2026-06-15T19:00:00.000Z',
      }),
    )
    notifications.answer('GET /me/messages', () => ({ status: 503 }))
    let asked = 0
    applications.answer('GET /me/certification', () =>
      certification((asked += 1) < 3 ? null : accountId)(),
    )
    expect((await person.get('/api/dashboard')).body).toEqual({
      accountId,
      certification: null,
      messages: [],
      unread: 0,
      mailState: 'bounced',
      payment: null,
      settling: false,
      missing: ['notifications'],
    })
    applications.answer('GET /me/certification', certification(null))
    expect((await person.get('/api/dashboard')).body).toMatchObject({ settling: true })
    applications.answer('GET /me/certification', () => ({ status: 500 }))
    expect((await person.get('/api/dashboard')).status).toBe(503)
  })
})
