import { eventRoutes } from '@peercert/chassis/event-routes'
import type { Routes } from '../deps.ts'
import { certificateRoutes } from './certificate.ts'
import { certificationRoutes } from './certification.ts'
import { checkoutRoutes } from './checkout.ts'
import { declaredNumberRoutes } from './declared-number.ts'
import { historyRoutes } from './history.ts'
import { importRoutes } from './import.ts'
import { noteRoutes } from './note.ts'
import { programRoutes } from './program.ts'
import { questionRoutes } from './question.ts'
import { refusalRoutes } from './refusal.ts'
import { registryRoutes } from './registry.ts'
import { renewalRoutes } from './renewal.ts'
import { resubmissionRoutes } from './resubmission.ts'
import { reviewRoutes } from './review.ts'
import { signatureRoutes } from './signature.ts'
import { staffRoutes } from './staff.ts'
import { standingRoutes } from './standing.ts'
import { waiverRoutes } from './waiver.ts'

/** Every operation of the contract, by the noun it is about. */
export const handlers: Routes = {
  ...certificationRoutes,
  ...certificateRoutes,
  ...renewalRoutes,
  ...signatureRoutes,
  ...checkoutRoutes,
  ...resubmissionRoutes,
  ...questionRoutes,
  ...programRoutes,
  ...registryRoutes,
  ...standingRoutes,
  ...importRoutes,
  ...staffRoutes,
  ...noteRoutes,
  ...historyRoutes,
  ...declaredNumberRoutes,
  ...reviewRoutes,
  ...refusalRoutes,
  ...waiverRoutes,
  ...eventRoutes,
}
