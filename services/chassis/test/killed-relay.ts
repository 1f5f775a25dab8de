import pg from 'pg'
import { createPool } from '../src/database.ts'
import { localBroker } from '../src/local-broker.ts'
import { createLog } from '../src/log.ts'
import { relayOnce } from '../src/relay.ts'
import { createMetrics } from '../src/telemetry.ts'
import { contract, deafBroker } from './kit-facts.ts'

/**
 * A relay that is killed after the broker has taken the rows and before they are marked as sent.
 * With `local` the broker is ours, with `remote` one that keeps what it got whatever happens here.
 */
const [url = '', kind] = process.argv.slice(2)
const { source, topic } = contract
const pool = createPool(url)
const log = createLog('killed', { level: 'silent' })
const dying = () => process.kill(process.pid, 'SIGKILL')
const local = localBroker({ log })
local.begin()
const never = { settled: 0, pauseMs: 60_000 }
await local.consume({
  consumer: 'listener',
  topic,
  types: Object.keys(contract.types),
  maxBatch: 10,
  receive: async () => never,
})

const broker = deafBroker(async (tx, batch) => {
  if (kind === 'local') await local.publish(tx, batch)
  else {
    const log = new pg.Client({ connectionString: url })
    await log.connect()
    for (const row of await batch.rows())
      await log.query('insert into remote_log (event) values ($1)', [JSON.stringify(row)])
  }
  dying()
  await new Promise(() => {})
})
await relayOnce({
  source,
  topic,
  pool,
  databaseUrl: url,
  broker,
  log,
  metrics: createMetrics('killed'),
})
