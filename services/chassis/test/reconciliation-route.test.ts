import { expect, test } from 'vitest'
import { withService } from '../src/testing.ts'
import { counter } from './kit-service.ts'

const kit = withService(counter)

const reconcile = (token?: string) =>
  kit.client.post('/reconciliations', token === undefined ? {} : { token })

test('only a service may have a service compared', async () => {
  expect((await reconcile()).status).toBe(401)
  expect((await reconcile('no.such.token')).status).toBe(401)
  expect((await reconcile(await kit.token())).status).toBe(403)
  expect((await reconcile(await kit.token({ realm: 'staff', roles: ['admin'] }))).status).toBe(403)
  expect((await reconcile(await kit.serviceToken('applications'))).status).toBe(200)
})

test('a consumer whose source has no address is named, and asking twice at once is asking once', async () => {
  const token = await kit.serviceToken('applications')
  const answers = await Promise.all([reconcile(token), reconcile(token)])
  for (const { body } of answers)
    expect(body).toEqual({
      comparisons: [],
      unreached: [
        {
          consumer: 'counter',
          topic: 'peercert.things.v1',
          reason: 'its address is not configured',
        },
      ],
    })
})
