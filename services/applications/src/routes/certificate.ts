import type { Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { verificationUrl } from '../actions/show-certification.ts'
import { findCertificate, getById } from '../store/certifications.ts'
import { findAccount } from '../store/sign-ins.ts'
import { isCodeSigned } from '../store/signatures.ts'

export const certificateRoutes: Pick<Routes, 'getCertificatePdf'> = {
  async getCertificatePdf({ params, query, caller }, { db, portalUrl }) {
    const certificate = await findCertificate(db, params.certificateId)
    const held = certificate && (await getById(db, certificate.certificationId))
    const own =
      caller.realm === 'staff' || (await findAccount(db, caller.subject)) === held?.accountId
    if (!held || !own) throw refuse('not-found')
    if (!(await isCodeSigned(db, held.id))) throw refuse('code-not-signed')
    // Loaded by whoever prints: fonts and what draws with them are a tenth of the memory.
    const { printCertificate } = await import('../print/certificate.ts')
    const { firstIssuedOn, number } = held
    const verifyAt = verificationUrl(portalUrl, held)
    const pdf = await printCertificate(
      { ...certificate, firstIssuedOn, number, verifyAt },
      query.language,
    )
    const name = `certificate-${number}-${certificate.expiresOn.slice(0, 4)}.pdf`
    return {
      status: 200,
      body: pdf,
      headers: {
        'content-disposition': `attachment; filename="${name}"`,
        'cache-control': 'private, no-store',
      },
    }
  },
}
