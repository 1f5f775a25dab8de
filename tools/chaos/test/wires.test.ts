import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Wire } from '../src/wires.ts'

let echo: Server
let wire: Wire
const clients: Socket[] = []

beforeEach(async () => {
  echo = createServer((socket) => socket.on('error', () => {}).pipe(socket)).listen(0, '127.0.0.1')
  await once(echo, 'listening')
  wire = await Wire.open()
  wire.lead('test → echo', (echo.address() as AddressInfo).port)
})
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy()
  wire.close()
  echo.close()
})

function call(): Socket {
  const socket = connect(wire.port, '127.0.0.1').on('error', () => {})
  clients.push(socket)
  return socket
}

async function says(socket: Socket, word: string): Promise<string> {
  socket.write(word)
  const [answer] = (await once(socket, 'data')) as [Buffer]
  return answer.toString()
}

test('a whole line carries both ways', async () => {
  expect(await says(call(), 'hello')).toBe('hello')
})

test('cut with a refusal, what was open ends and nothing new begins, until it is healed', async () => {
  const open = call()
  await says(open, 'a')
  wire.cut('refused')
  await once(open, 'close')
  await once(call(), 'close')
  wire.heal()
  expect(await says(call(), 'b')).toBe('b')
})

test('cut in silence nobody is told, and after healing what was open is gone', async () => {
  const open = call()
  await says(open, 'a')
  wire.cut('silent')
  const heard: Buffer[] = []
  open.on('data', (part: Buffer) => heard.push(part))
  open.write('lost')
  const late = call()
  await once(late, 'connect')
  expect([open.destroyed, late.destroyed]).toEqual([false, false])
  wire.heal()
  await once(open, 'close')
  expect(heard).toEqual([])
})
