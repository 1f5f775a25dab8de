import type { components } from '@peercert/contracts/portal'

/** Everything of a person's page, as the portal puts it together. */
export type DeskPerson = components['schemas']['DeskPerson']
