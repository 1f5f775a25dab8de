import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { NoAnswer, Refused } from '../src/api/problem.ts'
import { Autosave, mergeChange } from '../src/renewal/autosave.ts'

interface Form {
  readonly name?: string
  readonly boxes?: { readonly [box: string]: boolean }
}

const conflict = new Refused({ type: 'renewal-changed', title: '', status: 409 })

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function queue(save: (change: Form) => Promise<void>) {
  return new Autosave<Form>({
    save,
    isConflict: (error) => error === conflict,
    delayMs: 500,
    retryMs: [1_000, 2_000],
  })
}

test('several keys become one request, after the person pauses', async () => {
  const sent: Form[] = []
  const draft = queue(async (change) => void sent.push(change))
  draft.put({ name: 'M' })
  draft.put({ name: 'Ma' })
  draft.put({ boxes: { hours: true } })
  draft.put({ boxes: { truth: true } })
  await vi.advanceTimersByTimeAsync(499)
  expect(sent).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(sent).toEqual([{ name: 'Ma', boxes: { hours: true, truth: true } }])
  expect(draft.state()).toEqual({ kind: 'saved' })
})

test('what is typed while a request is on its way follows it, one request at a time', async () => {
  const sent: Form[] = []
  let arrive = () => {}
  const draft = queue((change) => {
    sent.push(change)
    return new Promise((resolve) => void (arrive = resolve))
  })
  draft.put({ name: 'one' })
  await vi.advanceTimersByTimeAsync(500)
  draft.put({ name: 'two' })
  await vi.advanceTimersByTimeAsync(500)
  expect(sent).toEqual([{ name: 'one' }])
  expect(draft.unsaved()).toEqual({ name: 'two' })
  arrive()
  await vi.advanceTimersByTimeAsync(0)
  expect(sent).toEqual([{ name: 'one' }, { name: 'two' }])
})

test('no connection: nothing entered is lost, it is tried again, and later entries win', async () => {
  const sent: Form[] = []
  let connected = false
  const draft = queue(async (change) => {
    sent.push(change)
    if (!connected) throw new NoAnswer()
  })
  draft.put({ name: 'old', boxes: { hours: true } })
  await vi.advanceTimersByTimeAsync(500)
  expect(draft.state()).toEqual({ kind: 'waiting', why: 'no-connection' })
  draft.put({ name: 'new' })
  connected = true
  await vi.advanceTimersByTimeAsync(1_000)
  expect(sent.at(-1)).toEqual({ name: 'new', boxes: { hours: true } })
  expect(draft.state()).toEqual({ kind: 'saved' })
  expect(draft.unsaved()).toBeNull()
})

test('Continue waits for what is entered, and learns when it is not saved', async () => {
  let connected = false
  const draft = queue(async () => {
    if (!connected) throw new NoAnswer()
  })
  draft.put({ name: 'Marisol' })
  expect(await draft.flush()).toBe(false)
  connected = true
  draft.retryNow()
  await vi.advanceTimersByTimeAsync(0)
  expect(await draft.flush()).toBe(true)
})

test('two windows: nothing is overwritten until the person has chosen', async () => {
  const sent: Form[] = []
  let other = true
  const draft = queue(async (change) => {
    sent.push(change)
    if (other) throw conflict
  })
  draft.put({ name: 'here' })
  await vi.advanceTimersByTimeAsync(500)
  draft.put({ boxes: { truth: true } })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(sent).toEqual([{ name: 'here' }])
  expect(draft.state()).toEqual({ kind: 'conflict' })
  other = false
  expect(await draft.settle({ boxes: { truth: true } })).toBe(true)
  expect(sent.at(-1)).toEqual({ boxes: { truth: true } })
})

test('a definite refusal is told and not tried again', async () => {
  const refusal = new Refused({ type: 'no-draft', title: '', status: 409 })
  const draft = queue(async () => {
    throw refusal
  })
  draft.put({ name: 'x' })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(draft.state()).toEqual({ kind: 'refused', error: refusal })
})

test('changes merge field by field, also inside a group', () => {
  const merged = mergeChange<Form>({ name: 'a', boxes: { x: true } }, { boxes: { y: false } })
  expect(merged).toEqual({ name: 'a', boxes: { x: true, y: false } })
})
