import { applications } from '../../api/clients.ts'
import { answer } from '../../api/problem.ts'
import { formats } from '../../format.ts'
import { Proposal } from '../lists/proposal.tsx'
import type { LateReview } from './late-page.tsx'
import { refusals, type RefusalCode } from './sentences.ts'

/** Somebody else than the one who refused reads it before the person is told. */
export function SecondReader({ review, spanish }: { review: LateReview; spanish: boolean }) {
  const { refusal, renewalId, certifiedName } = review
  if (!refusal) return null
  const known = refusals[refusal.code as RefusalCode]?.text ?? refusal.code
  const appeal = refusal.appealBy
    ? `appeal through ${formats.en.date(refusal.appealBy)}`
    : 'appeal within 30 days'
  return (
    <section className="desk-part" aria-labelledby="second">
      <h2 id="second">Refused, second reader</h2>
      <Proposal
        by={refusal.proposedBy ?? ''}
        reason={known}
        yes={`${certifiedName} gets a mail in ${spanish ? 'Spanish' : 'English'} and can ${appeal}. The fee is not returned.`}
        no="It goes back to review; the person is not told anything."
        decide={(agree, reason) =>
          answer(
            applications.POST('/staff/late-reviews/{renewalId}/refusal/decision', {
              params: { path: { renewalId } },
              body: { agree, reason },
            }),
          )
        }
      >
        “{refusal.en}”
        <br />
        <span lang="es">“{refusal.es}”</span>
      </Proposal>
    </section>
  )
}
