import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { owe, type Owing, pay, type Person, somebody, voucherFor, withPayments } from './kit.ts'

const kit = withPayments()
const lastDays = ['2026-12-31', '2027-12-31']
const day = (text: string) => kit.clock.moveTo(new Date(text))
const lastDay = () => day('2026-12-31T20:00:00.000Z')

const guess = (person: Person, feeRequestId: string, code: string) =>
  kit.client.post(`/fee-requests/${feeRequestId}/quotes`, {
    token: person.token,
    body: { voucher: { code } },
  })

async function lock(person: Person, feeRequestId: string): Promise<void> {
  for (const code of ['G1', 'G2', 'G3', 'G4', 'G5']) await guess(person, feeRequestId, code)
  const box = await kit.client.get(`/fee-requests/${feeRequestId}`, { token: person.token })
  expect(box.body.voucherLockedUntil).toEqual(expect.any(String))
}

/** Somebody whose voucher field has locked. */
async function lockedOut(owing: Owing = {}) {
  const person = await somebody(kit)
  const feeRequestId = await owe(kit, person, { lastDays, ...owing })
  await lock(person, feeRequestId)
  return { person, feeRequestId }
}

async function tasksOf({ accountId }: Person, role = 'reviewer') {
  const reply = await kit.client.get('/staff/voucher-tasks', { token: await kit.staff(role) })
  expect(reply.status).toBe(200)
  return reply.body.tasks.filter((task: { accountId: string }) => task.accountId === accountId)
}

async function close(taskId: string, body: object = { outcome: 'reached' }, role = 'reviewer') {
  const token = await kit.staff(role, `${role}-7`)
  return kit.client.post(`/staff/voucher-tasks/${taskId}/closing`, { token, body })
}

async function historyOf({ accountId }: Person) {
  const token = await kit.staff('admin')
  const { body } = await kit.client.get(`/staff/accounts/${accountId}/history`, { token })
  return body.lines as { code: string; facts: Record<string, unknown> }[]
}
const locks = async (person: Person) =>
  (await historyOf(person)).filter(({ code }) => code === 'voucher.locked')

describe('the field locks on a last day', () => {
  test('WVR-15: staff have a task that says who, since when, and what was refused', async () => {
    lastDay()
    const person = await somebody(kit)
    const feeRequestId = await owe(kit, person, { lastDays })
    const strange = await voucherFor(kit, await somebody(kit))
    await guess(person, feeRequestId, strange.code)
    for (const code of ['G2', 'G3', 'G4']) await guess(person, feeRequestId, code)
    expect(await tasksOf(person)).toEqual([])
    // The fifth comes by way of Pay.
    await pay(kit, person, feeRequestId, { voucher: { code: 'G5' } })
    const task = {
      taskId: expect.any(String),
      accountId: person.accountId,
      certificationNumber: 'CMPSS-000318',
      lastDay: '2026-12-31',
      since: '2026-12-31T20:00:00.000Z',
      refusals: [
        { code: 'voucher-not-yours', count: 1 },
        { code: 'voucher-unknown', count: 4 },
      ],
    }
    for (const role of ['reviewer', 'finance', 'admin'])
      expect(await tasksOf(person, role)).toEqual([task])
    expect((await locks(person)).map(({ facts }) => facts)).toEqual([
      { until: expect.any(String), lastDay: '2026-12-31' },
    ])
  })

  test('WVR-15: the last day of the late months is one as well', async () => {
    day('2027-12-31T20:00:00.000Z')
    const { person } = await lockedOut()
    expect(await tasksOf(person)).toMatchObject([{ lastDay: '2027-12-31' }])
  })

  test.each([
    ['the day before', '2026-12-30T20:00:00.000Z'],
    ['the day after, when it is late', '2027-01-01T20:00:00.000Z'],
    ['one second before the last day begins in California', '2026-12-31T07:59:59.000Z'],
    ['the moment the last day is over in California', '2027-01-01T08:00:00.000Z'],
  ])('WVR-15: the field locks and nobody has a task on %s', async (_, at) => {
    day(at)
    const { person } = await lockedOut()
    expect(await tasksOf(person)).toEqual([])
    expect((await locks(person)).map(({ facts }) => facts)).toEqual([{ until: expect.any(String) }])
    // Nor does one appear when the last day comes.
    lastDay()
    expect(await tasksOf(person)).toEqual([])
  })

  test.each([
    ['first', '2026-12-31T08:00:00.000Z'],
    ['last', '2027-01-01T07:59:59.000Z'],
  ])('WVR-15: the day is the one in California: its %s second counts', async (_, at) => {
    day(at)
    const { person } = await lockedOut()
    expect(await tasksOf(person)).toMatchObject([{ lastDay: '2026-12-31', since: at }])
  })

  test('WVR-15: without a last day that payments knows, the field locks and nobody is called', async () => {
    lastDay()
    const person = await somebody(kit)
    await lock(person, await owe(kit, person))
    expect(await tasksOf(person)).toEqual([])
  })

  test('WVR-15: four wrong codes are no task, and the oldest lock stands first', async () => {
    lastDay()
    const person = await somebody(kit)
    const feeRequestId = await owe(kit, person, { lastDays })
    for (const code of ['G1', 'G2', 'G3', 'G4']) await guess(person, feeRequestId, code)
    expect(await tasksOf(person)).toEqual([])
    day('2026-12-31T22:00:00.000Z')
    const later = await lockedOut()
    day('2026-12-31T21:00:00.000Z')
    const earlier = await lockedOut()
    const { body } = await kit.client.get('/staff/voucher-tasks', {
      token: await kit.staff('admin'),
    })
    const order = body.tasks.map((task: { accountId: string }) => task.accountId)
    expect(order.indexOf(earlier.person.accountId)).toBeLessThan(
      order.indexOf(later.person.accountId),
    )
  })
})

describe('one task for each person and day', () => {
  test('WVR-15: the field locks twice, and it is one task, of the first time', async () => {
    lastDay()
    const { person, feeRequestId } = await lockedOut()
    kit.wait(16)
    day('2026-12-31T20:16:00.000Z')
    await lock(person, feeRequestId)
    expect(await locks(person)).toHaveLength(2)
    expect(await tasksOf(person)).toMatchObject([
      { since: '2026-12-31T20:00:00.000Z', refusals: [{ code: 'voucher-unknown', count: 10 }] },
    ])
  })

  test('WVR-15: the database itself keeps a second one out, whoever writes it', async () => {
    lastDay()
    const { person, feeRequestId } = await lockedOut()
    const again = kit.pool.query(
      `insert into voucher_task (id, account_id, day, fee_request_id, since)
       values ($1, $2, '2026-12-31', $3, now())`,
      [randomUUID(), person.accountId, feeRequestId],
    )
    await expect(again).rejects.toThrow('voucher_task_account_id_day_key')
  })

  test('WVR-15: what was refused on the day before is not counted', async () => {
    day('2026-12-30T20:00:00.000Z')
    const person = await somebody(kit)
    const feeRequestId = await owe(kit, person, { lastDays })
    await guess(person, feeRequestId, 'G0')
    kit.wait(31)
    lastDay()
    await lock(person, feeRequestId)
    expect(await tasksOf(person)).toMatchObject([
      { refusals: [{ code: 'voucher-unknown', count: 5 }] },
    ])
  })

  test('WVR-15: twenty wrong codes at once make one task', async () => {
    lastDay()
    const person = await somebody(kit)
    const feeRequestId = await owe(kit, person, { lastDays })
    await Promise.all(Array.from({ length: 20 }, (_, i) => guess(person, feeRequestId, `G${i}`)))
    expect(await tasksOf(person)).toMatchObject([
      { refusals: [{ code: 'voucher-unknown', count: 5 }] },
    ])
  })
})

describe('a task that is over is gone by itself', () => {
  test('WVR-15: the fee is paid', async () => {
    lastDay()
    const { person, feeRequestId } = await lockedOut()
    expect(await tasksOf(person)).toHaveLength(1)
    expect((await pay(kit, person, feeRequestId)).body.state).toBe('completed')
    expect(await tasksOf(person)).toEqual([])
  })

  test('WVR-15: a card that is declined pays nothing, so somebody still calls', async () => {
    lastDay()
    const { person, feeRequestId } = await lockedOut()
    await pay(kit, person, feeRequestId, { card: 'chargeDeclined' })
    expect(await tasksOf(person)).toHaveLength(1)
  })

  test('WVR-15: the same renewal is paid under another request', async () => {
    lastDay()
    const matterId = randomUUID()
    const { person } = await lockedOut({ matterId })
    await pay(kit, person, await owe(kit, person, { matterId, lastDays }))
    expect(await tasksOf(person)).toEqual([])
  })

  test('WVR-15: the day is over, in California', async () => {
    lastDay()
    const { person } = await lockedOut()
    day('2027-01-01T07:59:59.000Z')
    expect(await tasksOf(person)).toHaveLength(1)
    day('2027-01-01T08:00:00.000Z')
    expect(await tasksOf(person)).toEqual([])
  })
})

describe('somebody called', () => {
  test.each(['reached', 'left-word', 'no-way'])(
    'WVR-15, CONV-10: closed as "%s", with who, in which role, and why',
    async (outcome) => {
      lastDay()
      const { person } = await lockedOut()
      const [task] = await tasksOf(person)
      day('2026-12-31T21:00:00.000Z')
      const reply = await close(task.taskId, { outcome, reason: 'wrote down the right code' })
      const call = { outcome, at: '2026-12-31T21:00:00.000Z', by: 'reviewer-7' }
      expect(reply).toMatchObject({ status: 200, body: { ...task, call } })
      expect(await tasksOf(person)).toEqual([])
      expect((await historyOf(person))[0]).toMatchObject({
        code: 'voucher.call',
        filter: 'staff',
        facts: { outcome },
        actor: { kind: 'staff', subject: 'reviewer-7', role: 'reviewer' },
        reason: 'wrote down the right code',
        ruleIds: ['WVR-15'],
      })
    },
  )

  test('WVR-15: two close it at once: one is told that it is closed, and one call stands in the history', async () => {
    lastDay()
    const { person } = await lockedOut()
    const [{ taskId }] = await tasksOf(person)
    const replies = await Promise.all([
      close(taskId, { outcome: 'reached' }),
      close(taskId, { outcome: 'no-way' }, 'finance'),
    ])
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409])
    const refused = replies.find(({ status }) => status === 409)
    expect(refused?.body).toMatchObject({ type: 'voucher-task-closed' })
    const calls = (await historyOf(person)).filter(({ code }) => code === 'voucher.call')
    expect(calls).toHaveLength(1)
  })

  test('WVR-15: the field locks again after the call: the task is open again and says the call', async () => {
    lastDay()
    const { person, feeRequestId } = await lockedOut()
    const [{ taskId }] = await tasksOf(person)
    await close(taskId, { outcome: 'left-word' }, 'finance')
    kit.wait(16)
    day('2026-12-31T22:00:00.000Z')
    await lock(person, feeRequestId)
    expect(await tasksOf(person)).toMatchObject([
      {
        taskId,
        since: '2026-12-31T22:00:00.000Z',
        call: { outcome: 'left-word', by: 'finance-7' },
      },
    ])
  })

  test('WVR-15: no such task, no such outcome', async () => {
    expect((await close(randomUUID())).status).toBe(404)
    lastDay()
    const { person } = await lockedOut()
    const [{ taskId }] = await tasksOf(person)
    expect((await close(taskId, { outcome: 'bored' })).status).toBe(400)
    expect(await tasksOf(person)).toHaveLength(1)
  })

  test('WVR-15: the pages of staff are told to look again when a task opens and when it is closed', async () => {
    lastDay()
    const heard: string[] = []
    const stop = kit.deps.signals.on('work', (what) => heard.push(what))
    const { person } = await lockedOut()
    await expect.poll(() => heard).toEqual(['voucher.locked'])
    const [{ taskId }] = await tasksOf(person)
    await close(taskId)
    await expect.poll(() => heard).toEqual(['voucher.locked', 'voucher.call'])
    stop()
  })
})
