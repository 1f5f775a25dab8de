import { describe, expect, test } from 'vitest'
import { lateInReview, withApplications } from './kit.ts'

const kit = withApplications()

const reviewer = async (subject: string) => {
  const token = await kit.staff('reviewer', subject)
  return {
    token,
    post: (renewalId: string, what: string, body: object = {}) =>
      kit.client.post(`/staff/late-reviews/${renewalId}/${what}`, { token, body }),
    get: (renewalId: string) => kit.client.get(`/staff/late-reviews/${renewalId}`, { token }),
    declare: (numbers: string[]) =>
      kit.client.put('/staff/declared-numbers', { token, body: { numbers } }),
  }
}
const reason = { reason: 'all six checks are met' }

describe('ROLE-12: nobody reviews their own', () => {
  test('a declared number bars from taking, deciding and reading second', async () => {
    const { person, renewalId } = await lateInReview(kit)
    const dana = await reviewer('dana-1')
    expect((await dana.declare([person.number])).body).toEqual({ numbers: [person.number] })
    expect((await dana.get(renewalId)).body.barred).toBe(true)
    for (const [what, body] of [
      ['taking', { do: 'take' }],
      ['approval', reason],
      ['question', { en: 'What happened?', es: '¿Qué pasó?' }],
      ['refusal', { code: 'OTHER', en: 'Not enough.', es: 'No basta.' }],
    ] as const) {
      const reply = await dana.post(renewalId, what, body)
      expect([reply.status, reply.body.type]).toEqual([403, 'conflict-of-interest'])
    }
    const lee = await reviewer('lee-1')
    await lee.post(renewalId, 'refusal', { code: 'OTHER', en: 'Not enough.', es: 'No basta.' })
    const second = await dana.post(renewalId, 'refusal/decision', { agree: true, ...reason })
    expect(second.body.type).toBe('conflict-of-interest')
    await dana.declare([])
    expect((await dana.get(renewalId)).body.barred).toBe(false)
  })

  test('"I know this person": it goes to somebody else, and nobody is shown why', async () => {
    const { person, renewalId } = await lateInReview(kit)
    const dana = await reviewer('dana-2')
    await dana.post(renewalId, 'taking', { do: 'take' })
    const after = await dana.post(renewalId, 'acquaintance')
    expect(after.body).toMatchObject({ takenBy: null, barred: true })
    expect((await dana.post(renewalId, 'taking', { do: 'take' })).body.type).toBe(
      'conflict-of-interest',
    )
    const lee = await reviewer('lee-2')
    expect((await lee.get(renewalId)).body.barred).toBe(false)
    const [line] = await kit.history(person)
    expect(line).toMatchObject({ code: 'review.released', facts: {} })
    expect(line).not.toHaveProperty('reason')
    const handed = await lee.post(renewalId, 'taking', { do: 'hand-on', to: 'dana-2' })
    expect(handed.body.type).toBe('conflict-of-interest')
    await lee.post(renewalId, 'approval', reason)
    expect((await dana.post(renewalId, 'acquaintance')).body.type).toBe('review-closed')
  })

  test('the work list says which cases are mine, and which I may not take', async () => {
    const { person, renewalId } = await lateInReview(kit)
    const dana = await reviewer('dana-3')
    const row = async () => {
      const { body } = await kit.client.get('/staff/late-reviews', { token: dana.token })
      return body.reviews.find((each: { renewalId: string }) => each.renewalId === renewalId)
    }
    await dana.post(renewalId, 'taking', { do: 'take' })
    expect(await row()).toMatchObject({ mine: true, barred: false, takenBy: 'dana-3' })
    await dana.declare([person.number])
    expect(await row()).toMatchObject({ barred: true })
  })
})

describe('two people on one file', () => {
  test('3.4: the second sees who has it open, and since when', async () => {
    const { renewalId } = await lateInReview(kit)
    const dana = await reviewer('dana-4')
    const lee = await reviewer('lee-4')
    await dana.post(renewalId, 'taking', { do: 'take' })
    const reply = await lee.post(renewalId, 'taking', { do: 'take' })
    expect(reply.body).toMatchObject({
      type: 'taken-by-another',
      takenBy: 'dana-4',
      takenAt: kit.clock.now().toISOString(),
    })
    await dana.post(renewalId, 'taking', { do: 'hand-on', to: 'lee-4' })
    expect((await lee.get(renewalId)).body.takenBy).toBe('lee-4')
    expect((await dana.post(renewalId, 'approval', reason)).body.type).toBe('taken-by-another')
    expect((await lee.post(renewalId, 'taking', { do: 'release' })).body.takenBy).toBeNull()
    expect((await lee.post(renewalId, 'taking', { do: 'hand-on' })).status).toBe(400)
  })

  test('both take at the same moment: one has it', async () => {
    const { renewalId } = await lateInReview(kit)
    const people = await Promise.all(['a', 'b', 'c'].map((name) => reviewer(`race-${name}`)))
    const replies = await Promise.all(
      people.map((person) => person.post(renewalId, 'taking', { do: 'take' })),
    )
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409, 409])
  })

  test('one approves while the other refuses: one decision, one new term at most', async () => {
    const { person, renewalId } = await lateInReview(kit)
    const dana = await reviewer('dana-6')
    const lee = await reviewer('lee-6')
    const replies = await Promise.all([
      dana.post(renewalId, 'approval', reason),
      lee.post(renewalId, 'refusal', { code: 'OTHER', en: 'Not enough.', es: 'No basta.' }),
      dana.post(renewalId, 'approval', reason),
    ])
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1)
    const said = await kit.published('renewal.late-approved')
    const approvals = said.filter((event) => event.key === person.accountId)
    expect((await kit.certification(person)).certificates).toHaveLength(1 + approvals.length)
    expect(approvals.length).toBeLessThanOrEqual(1)
  })
})
