import { services } from '../databases.ts'
import { type Finding, found, type Invariant } from '../finding.ts'

/** I-14 */
export const parked: Invariant = {
  id: 'I-14',
  title: 'nothing lies parked, or exactly the poison that was planted',
  async check({ databases, expected }) {
    const findings: Finding[] = []
    let looked = 0
    for (const service of services) {
      const open = await databases.keys(
        service,
        `select coalesce(type, 'unknown') || ' ' || id from parked where redriven_at is null`,
      )
      looked += open.length
      findings.push(...found('stuck', `parked at ${service}`, open))
    }
    return { looked, findings: looked === expected.parked ? [] : findings }
  },
}
