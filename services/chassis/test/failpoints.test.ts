import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Fastify from 'fastify'
import { afterEach, expect, test } from 'vitest'
import { disarm, hit, points, routes } from '../src/failpoints.ts'

afterEach(() => disarm())

const run = promisify(execFile)

/** What a process that was started so does about its points. */
async function asProcess(env: NodeJS.ProcessEnv, program: string) {
  const source = join(import.meta.dirname, '../src/reached.ts')
  const code = `const { reached, exposePoints } = await import(${JSON.stringify(source)}); ${program}`
  return run(process.execPath, ['--input-type=module', '-e', code], {
    env: { PATH: process.env.PATH, ...env },
  })
}

const says = `console.log(JSON.stringify([reached === exposePoints, reached('api.received')]))`

test.each([
  ['that was not told', {}],
  ['in production, even when told', { FAILPOINTS: 'on', NODE_ENV: 'production' }],
])('a process %s has no points and no route for them', async (_, env) => {
  expect((await asProcess(env, says)).stdout).toBe('[true,null]\n')
})

test('a process that was told is killed where it was asked to be, after so many passed', async () => {
  const program = `const { arm } = await import(${JSON.stringify(join(import.meta.dirname, '../src/failpoints.ts'))})
    arm({ point: 'relay.after-publish', after: 2, action: 'kill' })
    for (let n = 1; ; n += 1) { console.log(n); await reached('relay.after-publish') }`
  const ended = asProcess({ FAILPOINTS: 'on' }, program)
  await expect(ended).rejects.toMatchObject({ signal: 'SIGKILL', stdout: '1\n2\n3\n' })
})

async function api() {
  const app = Fastify()
  routes(app)
  return app
}

test('the route lists every point with its hits, and arms one', async () => {
  const app = await api()
  await hit('mail.before-mark')
  const listed = (await app.inject('/__failpoints')).json<{
    points: { name: string; hits: number }[]
  }>()
  expect(listed.points.map(({ name }) => name)).toEqual(Object.keys(points))
  expect(listed.points.find(({ name }) => name === 'mail.before-mark')?.hits).toBe(1)
  const put = (payload: object) => app.inject({ method: 'PUT', url: '/__failpoints', payload })
  expect((await put({ point: 'api.received', of: 'pay', action: 'throw' })).statusCode).toBe(204)
  await hit('api.received', 'getPayment')
  await expect(hit('api.received', 'pay')).rejects.toThrow('failpoint api.received')
  expect((await put({ point: 'no.such', action: 'kill' })).statusCode).toBe(400)
})

test('an armed error is thrown once', async () => {
  const app = await api()
  await app.inject({
    method: 'POST',
    url: '/__failpoints',
    payload: { point: 'consumer.after-effect', action: 'throw' },
  })
  await expect(hit('consumer.after-effect')).rejects.toThrow('failpoint consumer.after-effect')
  await hit('consumer.after-effect')
})
