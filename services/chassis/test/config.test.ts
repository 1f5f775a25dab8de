import { expect, test } from 'vitest'
import {
  ConfigError,
  flag,
  integer,
  loadConfig,
  oneOf,
  optionalUrl,
  port,
  secret,
  secretUrl,
  text,
  url,
} from '../src/config.ts'

const schema = {
  smtpUrl: url({ protocols: ['smtp', 'smtps'] }),
  batchSize: integer({ default: 500, min: 1, max: 5_000 }),
  clientSecret: secret(),
  databaseUrl: secretUrl({ protocols: ['postgresql'] }),
  demo: flag({ default: false }),
  mode: oneOf(['local', 'stack'], { default: 'local' }),
  port: port({ default: 0 }),
  name: text(),
  inboxUrl: optionalUrl(),
}
const good = {
  SMTP_URL: 'smtp://127.0.0.1:25',
  CLIENT_SECRET: 'long-enough',
  DATABASE_URL: 'postgresql://a:b@127.0.0.1/c',
  NAME: 'applications',
}

test('settings are read by name, with their types, and cannot be changed', () => {
  const config = loadConfig(schema, { ...good, BATCH_SIZE: '20', DEMO: 'true', MODE: 'stack' })
  expect(config).toMatchObject({ batchSize: 20, demo: true, mode: 'stack', port: 0 })
  expect(config.inboxUrl).toBeUndefined()
  expect(() => Object.assign(config, { demo: false })).toThrow(TypeError)
})

test('every wrong value is reported at once, by name', () => {
  const env = {
    SMTP_URL: 'http://127.0.0.1',
    BATCH_SIZE: '20.5',
    CLIENT_SECRET: 'short',
    DATABASE_URL: 'mysql://root:hunter2@db/x',
    DEMO: 'yes',
    MODE: 'production',
    PORT: '70000',
    INBOX_URL: 'nowhere',
  }
  const wrong = catching(() => loadConfig(schema, env))
  expect(wrong.wrong).toEqual([
    'SMTP_URL must be a URL of smtp or smtps (it is "http://127.0.0.1")',
    'BATCH_SIZE must be a whole number from 1 to 5000 (it is "20.5")',
    'CLIENT_SECRET must have at least 8 characters',
    'DATABASE_URL must be a URL of postgresql',
    'DEMO must be true or false (it is "yes")',
    'MODE must be one of local, stack (it is "production")',
    'PORT must be a whole number from 0 to 65535 (it is "70000")',
    'NAME is missing',
    'INBOX_URL must be a URL (it is "nowhere")',
  ])
})

test('what is missing or empty is missing; secrets and addresses have no default', () => {
  const { wrong } = catching(() => loadConfig(schema, { NAME: '' }))
  expect(wrong).toEqual([
    'SMTP_URL is missing',
    'CLIENT_SECRET is missing',
    'DATABASE_URL is missing',
    'NAME is missing',
  ])
})

test('no secret stands in the message', () => {
  const error = catching(() =>
    loadConfig(schema, { CLIENT_SECRET: 'hunter2', DATABASE_URL: 'x://hunter2' }),
  )
  expect(error.message).not.toContain('hunter2')
})

function catching(work: () => unknown): ConfigError {
  try {
    work()
  } catch (error) {
    if (error instanceof ConfigError) return error
  }
  throw new Error('the configuration was accepted')
}
