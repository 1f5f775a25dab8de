import { addDays, addMonths, addYears, type CivilDate } from '@peercert/chassis/civil-date'
import { loader } from '@peercert/import/load'
import { openTargets } from '@peercert/local/import-targets'
import type { Person } from '@peercert/local/people'
import { crowdSize } from './rush.ts'

const first = ['Ana', 'Ben', 'Carla', 'Dev', 'Elena', 'Farid', 'Grace', 'Hugo']
const last = ['Abbott', 'Bravo', 'Castillo', 'Dunn', 'Espinoza', 'Foster', 'Garcia', 'Huang']

/**
 * People whose certification ends at the end of next month: their window is open. Whoever ends in the same month is the
 * same crowd, so a stack that has them has them once.
 */
export function crowdOf(today: CivilDate): Person[] {
  const month = expirationOf(today).slice(2, 7).replace('-', '')
  return Array.from({ length: crowdSize }, (_, index) => ({
    name: `${first[index % 8]} ${last[Math.floor(index / 8) % 8]}`,
    email: `rush-${month}-${index}@load.example`,
    language: index % 3 === 0 ? 'es' : 'en',
    realm: 'peers',
    roles: ['peer'],
    shows: 'window-just-opened',
    signsInWith: 'password',
    certificate: `CMPSS-${8_000 + Number(month.slice(2))}${String(index).padStart(2, '0')}`,
    county: 'Yolo',
  }))
}

function expirationOf(today: CivilDate): CivilDate {
  const firstOfMonth = `${today.slice(0, 8)}01` as CivilDate
  return addDays(addMonths(firstOfMonth, 2), -1)
}

/** They come in the way every existing certificant does; those that are there are left as they are. */
export async function importCrowd(
  data: string,
  crowd: readonly Person[],
  today: CivilDate,
): Promise<void> {
  const targets = await openTargets(data, () => {})
  const expiresOn = expirationOf(today)
  const lines = crowd.map(({ certificate, name, email, language, county }, index) => ({
    line: index + 1,
    holder: {
      number: certificate ?? '',
      legalName: name,
      email,
      language,
      issuedOn: addYears(expiresOn, -2),
      expiresOn,
      status: 'ACTIVE' as const,
      county,
    },
  }))
  const outcomes = await loader(targets, false)(lines)
  const refused = outcomes.find(({ outcome }) => outcome === 'rejected')
  if (refused) {
    const { email } = crowd[refused.line - 1] as Person
    throw new Error(
      `${email} could not be imported: ${refused.fault?.field} ${refused.fault?.reason}`,
    )
  }
}
