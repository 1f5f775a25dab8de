import pg from 'pg'
import type { Log } from './log.ts'

export interface Listening {
  stop(): Promise<void>
}

const retryMs = 1_000

/**
 * Calls back when PostgreSQL notifies the channel, with nothing as payload when the connection is new.
 * A lost one is made again; what was missed meanwhile is found by the poll that every listener has
 * beside this.
 */
export function listen(
  url: string,
  channel: string,
  onNotify: (payload: string) => void,
  log: Log,
): Listening {
  let stopped = false
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined

  const again = () => {
    client = undefined
    if (stopped || timer) return
    timer = setTimeout(() => {
      timer = undefined
      connecting = connect()
    }, retryMs)
  }
  const connect = async () => {
    const next = new pg.Client({ connectionString: url, keepAlive: true })
    next.on('notification', ({ payload = '' }) => onNotify(payload))
    next.on('error', () => {})
    next.on('end', again)
    try {
      await next.connect()
      await next.query(`listen ${pg.escapeIdentifier(channel)}`)
      client = next
      onNotify('')
    } catch (error) {
      log.warn({ err: error }, 'cannot listen for notifications; polling meanwhile')
      await next.end().catch(() => {})
      again()
    }
  }
  let connecting = connect()

  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await connecting
      await client?.end().catch(() => {})
    },
  }
}
