import { found, type Invariant, moreThanOnce } from '../finding.ts'

/** I-7, as far as there are applications: renewals, and numbers that are never given twice. */
export const single: Invariant = {
  id: 'I-7',
  title: 'one open renewal per holder, one certification per person, no number twice',
  async check({ databases, facts }) {
    const open = await databases.keys(
      'applications',
      `select account_id from renewal
       where state in ('draft', 'checking', 'in-review', 'question', 'refusal-proposed')`,
    )
    const holders = await databases.keys('applications', 'select account_id from certification')
    const numbers = await databases.keys('applications', 'select number from certification')
    const given = facts('applications', 'certification.imported').map(
      ({ data }) => `${data.number} ${data.accountId}`,
    )
    const receipts = await databases.keys('payments', 'select number from receipt')
    const reused = moreThanOnce([...new Set(given)].map((one) => one.split(' ')[0] ?? ''))
    return {
      looked: numbers.length + open.length + receipts.length,
      findings: [
        ...found('doubled', 'holder with two open renewals', moreThanOnce(open)),
        ...found('doubled', 'person with two certifications', moreThanOnce(holders)),
        ...found('doubled', 'certification number that was given twice', [
          ...moreThanOnce(numbers),
          ...reused,
        ]),
        ...found('doubled', 'receipt number that was given twice', moreThanOnce(receipts)),
      ],
    }
  },
}
