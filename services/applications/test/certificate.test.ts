import { describe, expect, test } from 'vitest'
import { printCertificate } from '../src/print/certificate.ts'
import { pay, withApplications } from './kit.ts'
import { textOf } from './pdf-text.ts'

const kit = withApplications()

const printed = async (token: string, certificateId: string, language = 'en') =>
  kit.client.get(`/certificates/${certificateId}/pdf`, { token, query: { language } })

describe('the certificate', () => {
  test('CRT-4, CRT-6: what it says, word for word', async () => {
    kit.goTo('2026-11-10 14:00')
    const person = await kit.holder({ number: 'CMPSS-000318', legalName: 'Marisol Vega' })
    await pay(kit, person, { ...(await kit.ready(person)), at: '2026-11-10 14:13' })
    const certification = await kit.certification(person)
    const [certificate] = certification.certificates
    const reply = await printed(person.token, certificate?.certificateId ?? '')
    expect(reply.status).toBe(200)
    expect(reply.headers['content-type']).toBe('application/pdf')
    expect(reply.headers['content-disposition']).toBe(
      'attachment; filename="certificate-CMPSS-000318-2028.pdf"',
    )
    const lines = textOf(reply.raw).split('\n').filter(Boolean)
    expect(lines).toEqual([
      'Medi-Cal Peer Support Specialist Certification',
      'This certifies that',
      'Marisol Vega',
      'is a certified Medi-Cal Peer Support Specialist.',
      'Issued by CalMHSA, the California Mental Health Services Authority.',
      'Number',
      'CMPSS-000318',
      'First issued',
      'December 31, 2024',
      'Effective',
      'November 10, 2026',
      'Valid through',
      'December 31, 2028',
      ...check(lines, certification.verificationUrl),
      'This paper shows what was true on the day it was made. The address above shows what is true now.',
    ])
  })

  test('look 7: tagged, with title, language, heading, list and an alternative for the picture', async () => {
    const pdf = await printCertificate(
      {
        certifiedName: 'María Núñez',
        number: 'CMPSS-000318',
        firstIssuedOn: '2024-12-31',
        effectiveOn: '2026-11-10',
        expiresOn: '2028-12-31',
        verifyAt: 'https://verify.example.org/v/abcdefghij',
      },
      'es',
    )
    const raw = pdf.toString('latin1')
    expect(raw.startsWith('%PDF-1.7')).toBe(true)
    expect(raw).toContain('/MarkInfo')
    expect(raw).toContain('/StructTreeRoot')
    expect(raw).toMatch(/\/Lang \(es-US\)/)
    expect(raw).toContain('/DisplayDocTitle true')
    expect(raw).toContain('pdfuaid')
    expect(raw).not.toMatch(/\/Title \(.*Mar/)
    const tags = [...raw.matchAll(/\/S \/(\w+)/g)].map(([, tag]) => tag)
    const once = (tag: string) => tags.filter((each) => each === tag).length
    expect([once('Document'), once('H1'), once('Figure'), once('L')]).toEqual([1, 1, 1, 1])
    expect([once('LI'), once('Lbl'), once('LBody')]).toEqual([4, 4, 4])
    expect(raw).toMatch(/\/Alt \((\\376\\377|\xfe\xff|C)/)
    expect(raw).toContain('PublicSans')
    expect([...raw.matchAll(/\/Type \/Page\n/g)]).toHaveLength(1)
    expect(raw).toMatch(/\/MediaBox \[0 0 792 612\]/)
    const words = textOf(pdf)
    expect(words).toContain('María Núñez')
    expect(words).toContain('Certificación de Especialista en Apoyo entre Pares de Medi-Cal')
    expect(words).toContain('31 de diciembre de 2028')
  })

  test.each([
    'Al Li',
    'Guadalupe Hernández de la Cruz',
    'María Fernanda de los Ángeles Núñez-Villanueva y Santillán de Guzmán',
  ])('a name of any length stands whole on one page: %s', async (certifiedName) => {
    const pdf = await printCertificate(
      {
        certifiedName,
        number: 'CMPSS-000318',
        firstIssuedOn: '2024-12-31',
        effectiveOn: '2026-11-10',
        expiresOn: '2028-12-31',
        verifyAt: 'https://verify.example.org/v/abcdefghij',
      },
      'en',
    )
    expect(textOf(pdf).replaceAll(/\s+/g, ' ')).toContain(certifiedName)
    expect([...pdf.toString('latin1').matchAll(/\/Type \/Page\n/g)]).toHaveLength(1)
  })

  test('an earlier one stays as it was printed', async () => {
    kit.goTo('2026-11-10 14:00')
    const person = await kit.holder()
    await pay(kit, person, { ...(await kit.ready(person)), at: '2026-11-10 14:13' })
    const [, earlier] = (await kit.certification(person)).certificates
    const reply = await printed(person.token, earlier?.certificateId ?? '')
    expect(reply.headers['content-disposition']).toContain(`${person.number}-2026.pdf`)
    expect(textOf(reply.raw)).toContain('December 31, 2026')
  })

  test('of somebody else there is none; staff see any', async () => {
    kit.goTo('2026-11-10 14:00')
    const [person, other] = [await kit.holder(), await kit.holder()]
    const [certificate] = (await kit.certification(person)).certificates
    const id = certificate?.certificateId ?? ''
    expect((await printed(other.token, id)).status).toBe(404)
    expect((await printed(await kit.token({ subject: 'stranger' }), id)).status).toBe(404)
    expect((await printed(await kit.staff('reviewer'), id, 'es')).status).toBe(200)
    expect((await printed(person.token, crypto.randomUUID())).status).toBe(404)
  })
})

/** The address may be broken over lines; its words are what counts. */
function check(lines: readonly string[], address: string): string[] {
  const from = lines.findIndex((line) => line.startsWith('To check'))
  const until = lines.findIndex((line) => line.startsWith('This paper'))
  const found = lines.slice(from, until)
  expect(found.join('').replaceAll(/\s/g, '')).toBe(
    `To check this certificate, scan the code or open ${address} – no log-in is needed.`.replaceAll(
      /\s/g,
      '',
    ),
  )
  return found
}
