import { expect, test } from 'vitest'
import { withIdentity } from './kit.ts'

const { kit, staff, importHolders } = withIdentity()

const report = (body: object) => kit.client.post('/lockouts', { body })
const list = async () => {
  const token = await staff('dana', 'reviewer')
  return (await kit.client.get('/staff/lockouts', { token })).body.lockouts
}
const close = async (lockoutId: string) =>
  kit.client.post(`/staff/lockouts/${lockoutId}/closing`, {
    token: await staff('dana', 'reviewer'),
    body: { reason: 'Called, in again' },
  })

test('"I cannot get in" is work for staff, oldest first, until somebody says how it ended', async () => {
  await report({ name: 'Ana Ruiz', contact: '916 555 0100', language: 'es' })
  kit.clock.moveTo(new Date('2026-06-15T20:00:00Z'))
  await report({ name: 'Lee Chen', contact: 'lee@example.org', certificationNumber: '318' })

  const [first, second] = await list()
  expect(first).toMatchObject({
    name: 'Ana Ruiz',
    contact: '916 555 0100',
    language: 'es',
    reportedAt: '2026-06-15T19:00:00.000Z',
    state: 'open',
    origin: 'report',
  })
  expect(second).toMatchObject({ name: 'Lee Chen', certificationNumber: '318' })

  expect((await close(first.lockoutId)).body.state).toBe('closed')
  expect((await close(first.lockoutId)).body.type).toBe('lockout-closed')
  expect((await list()).map((one: { name: string }) => one.name)).toEqual(['Lee Chen'])
  expect((await close(crypto.randomUUID())).status).toBe(404)
})

test('T-16: a stranger learns nothing from the answer', async () => {
  const [holder] = await importHolders({ legalName: 'Known Holder' })
  const replies = [
    await report({ name: 'Known Holder', certificationNumber: holder!.number, contact: 'a@b.org' }),
    await report({ name: 'Known Holder', certificationNumber: holder!.number, contact: 'a@b.org' }),
    await report({ name: 'Nobody', certificationNumber: 'x', contact: 'a@b.org' }),
    await report({ name: 'Nobody', contact: '916 555 0100' }),
  ]
  const seen = replies.map(({ status, headers, raw }) => {
    const { date: _date, ...rest } = headers
    return JSON.stringify([status, rest, raw.toString()])
  })
  expect(new Set(seen).size).toBe(1)
})

test('the same report again is not a second one while the first is open', async () => {
  const body = { name: 'Twice', contact: 'twice@example.org' }
  await Promise.all([report(body), report(body), report({ ...body, name: 'TWICE ' })])
  const entries = (await list()).filter((one: { contact: string }) => one.contact === body.contact)
  expect(entries).toHaveLength(1)
  await close(entries[0].lockoutId)
  await report(body)
  expect(await list()).toContainEqual(expect.objectContaining(body))
})
