import { randomUUID } from 'node:crypto'
import { events as identityEvents } from '@peercert/contracts/identity'
import { texts } from '@peercert/contracts/program'
import { describe, expect, test } from 'vitest'
import { withApplications } from './kit.ts'

const kit = withApplications()

/** A certification as it is right after its issue: nobody has signed anything yet. */
async function justIssued() {
  const [accountId, id, certificateId] = [randomUUID(), randomUUID(), randomUUID()]
  const number = `CMPSS-${String(700_000 + Math.floor(Math.random() * 99_999))}`
  const subject = `new-${number}`
  await kit.pool.query(
    `insert into certification (id, account_id, number, hold, first_issued_on, effective_on, expires_on,
       term, certified_name, county, verification_code)
     values ($1, $2, $3, 'ACTIVE', '2026-11-01', '2026-11-01', '2028-11-01', 1, 'Rosa Luna', 'Napa', $4)`,
    [id, accountId, number, randomUUID()],
  )
  await kit.pool.query(
    `insert into certificate (id, certification_id, term, certified_name, effective_on, expires_on)
     values ($1, $2, 1, 'Rosa Luna', '2026-11-01', '2028-11-01')`,
    [certificateId, id],
  )
  await kit.deliver(identityEvents, 'account.linked', accountId, {
    accountId,
    realm: 'peers',
    subject,
  })
  return { accountId, certificateId, number, token: await kit.token({ subject }) }
}

describe('CRT-3, ETH-2: the Code is signed on receiving the certification', () => {
  test('before that no certificate can be downloaded, but the registry lists the person', async () => {
    kit.goTo('2026-11-10 14:00')
    const { token, certificateId, number } = await justIssued()
    const pdf = () =>
      kit.client.get(`/certificates/${certificateId}/pdf`, { token, query: { language: 'en' } })
    expect((await pdf()).body.type).toBe('code-not-signed')
    const listed = await kit.client.post('/registry/search', { body: { number } })
    expect(listed.body.entries).toMatchObject([{ status: 'Active' }])

    const sign = (body: object) => kit.client.post('/me/code-of-ethics/signature', { token, body })
    const good = { signatureName: 'rosa luna', codeVersion: '2', language: 'en', agreed: true }
    expect((await sign({ ...good, codeVersion: '1' })).body.type).toBe('text-not-in-force')
    expect((await sign({ ...good, signatureName: '', agreed: false })).body.errors).toEqual([
      { field: '/body/signatureName', reason: 'required' },
      { field: '/body/agreed', reason: 'required' },
    ])
    const signed = await sign(good)
    expect(signed.body).toMatchObject({ number, codeSigned: true })
    expect((await pdf()).status).toBe(200)

    const { body } = await kit.client.get('/me/signatures', { token })
    expect(body.signatures).toMatchObject([{ purpose: 'issue', codeVersion: '2', imported: false }])
    const copy = await kit.client.get(`/signatures/${body.signatures[0].signatureId}`, { token })
    expect(copy.body.boxes).toEqual(['I have read the Code of Ethics and I agree to follow it.'])
    expect(copy.body.texts).toMatchObject([{ textId: 'code-of-ethics', version: '2' }])
  })

  test('nobody without a certification signs', async () => {
    const token = await kit.token({ subject: 'nobody' })
    const body = { signatureName: 'x', codeVersion: '2', language: 'en', agreed: true }
    const reply = await kit.client.post('/me/code-of-ethics/signature', { token, body })
    expect([reply.status, reply.body.type]).toEqual([404, 'no-certification'])
    expect((await kit.client.get('/me/signatures', { token })).body).toEqual({ signatures: [] })
  })

  test('what somebody else signed is not there; staff may read it', async () => {
    const person = await kit.holder()
    const { body } = await kit.client.get('/me/signatures', { token: person.token })
    const path = `/signatures/${body.signatures[0].signatureId}`
    const other = await kit.holder()
    expect((await kit.client.get(path, { token: other.token })).status).toBe(404)
    expect((await kit.client.get(path, { token: await kit.token({ subject: 'x' }) })).status).toBe(
      404,
    )
    expect((await kit.client.get(path, { token: await kit.staff('finance') })).status).toBe(200)
  })
})

describe('ETH-7: the texts', () => {
  test('REN-26: the version in force on the day, with what changed and how long it takes', async () => {
    const code = async (day: string, language = 'en') => {
      kit.goTo(`${day} 12:00`)
      return (await kit.client.get('/program/texts/code-of-ethics', { query: { language } })).body
    }
    expect(await code('2024-12-31')).toMatchObject({ version: '1', inForceFrom: '2022-07-01' })
    expect(await code('2025-01-01')).toMatchObject({ version: '2', inForceFrom: '2025-01-01' })
    const spanish = await code('2026-11-10', 'es')
    expect(spanish.readingMinutes).toBeGreaterThan(3)
    expect(spanish.changes.length).toBeGreaterThan(0)
    expect(spanish.title).toBe('Código de Ética y Pautas sobre Infracciones')
  })

  test('ETH-3: all sixteen principles, in both languages and every version', () => {
    const principles = [
      'Hope',
      'Person-driven care',
      'Family-driven and child-centered care',
      'Holistic wellness',
      'Authenticity',
      'Cultural responsiveness',
      'Respect',
      'Integrity',
      'Advocacy',
      'Confidentiality',
      'Safety and protection',
      'Education',
      'Mutuality',
      'Reciprocity',
      'Strengths-based care',
      'Wellness, recovery and resiliency',
    ]
    for (const { languages } of texts.filter((text) => text.textId === 'code-of-ethics')) {
      const headings = languages.en.sections.map((section) => section.heading)
      expect(headings).toEqual(expect.arrayContaining(principles))
      expect(languages.es.sections).toHaveLength(headings.length)
    }
  })

  test('both languages are whole: the same parts, paragraphs, boxes and places for dates', () => {
    for (const { languages } of texts) {
      const shape = (language: 'en' | 'es') =>
        languages[language].sections.map(({ paragraphs }) =>
          paragraphs.map((text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort()),
        )
      expect(shape('es')).toEqual(shape('en'))
      expect(languages.es.changes).toHaveLength(languages.en.changes.length)
      expect(Object.keys(languages.es.boxes ?? {})).toEqual(Object.keys(languages.en.boxes ?? {}))
    }
  })

  test('REN-7: the attestation says 20 hours, 6 of them law and ethics, in the two years before', async () => {
    const { body } = await kit.client.get('/program/texts/attestation-late', {
      query: { language: 'en' },
    })
    expect(body.boxes.hours).toContain(
      'completed 20 hours of continuing education, including 6 hours of law and ethics, during the 2 years PRIOR to the date of this application',
    )
    expect(Object.keys(body.boxes)).toEqual(['ethics', 'hours', 'records', 'truth', 'late'])
  })

  test('FEE-4, FEE-5: the program of today', async () => {
    kit.goTo('2026-11-10 12:00')
    const { body } = await kit.client.get('/program')
    expect(body).toMatchObject({
      today: '2026-11-10',
      feeCents: 8000,
      lateFeeCents: 8000,
      windowDays: 90,
      lateMonths: 12,
      ceHours: 20,
      ceEthicsHours: 6,
    })
    expect(body.counties).toHaveLength(58)
  })
})
