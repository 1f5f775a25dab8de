import { setTimeout as delay } from 'node:timers/promises'
import { connect, type NatsConnection } from '@nats-io/transport-node'

export interface LinkOptions {
  /** nats://host:port or tls://host:port, with name and password if the server wants them. */
  readonly url: string
  /** How the server's own pages call this process. */
  readonly name: string
  /** Between two attempts; doubles up to its twentyfold. */
  readonly pauseMs: number
  up(connection: NatsConnection): void
  /** After each connection, and after each attempt that came to none. */
  down(error: unknown): void
}

export interface Link {
  /** The first attempt is over, whichever way. */
  readonly tried: Promise<void>
  close(): Promise<void>
}

/**
 * One connection after another, for ever. The client can reconnect by itself, but it keeps what is
 * said meanwhile, without limit, and gives up for good when a server refuses it twice.
 */
export function keepLinked(options: LinkOptions): Link {
  const ending = new AbortController()
  const first = Promise.withResolvers<void>()
  let connection: NatsConnection | undefined

  const once = async (): Promise<unknown> => {
    connection = await open(options)
    if (ending.signal.aborted) return connection.close()
    options.up(connection)
    first.resolve()
    return connection.closed()
  }
  const life = async () => {
    for (let failures = 0; !ending.signal.aborted; failures += 1) {
      const error = await once().catch((reason: unknown) => reason)
      if (connection) failures = 0
      connection = undefined
      options.down(error)
      first.resolve()
      const pause = options.pauseMs * Math.min(20, 2 ** failures) * (0.75 + Math.random() / 2)
      await delay(pause, undefined, { signal: ending.signal, ref: false }).catch(() => {})
    }
  }
  const over = life()

  return {
    tried: first.promise,
    async close() {
      ending.abort()
      await connection?.close()
      await over
    },
  }
}

/** A server that is frozen is noticed within a quarter of a minute. */
const pings = { pingInterval: 5_000, maxPingOut: 2 }

function open({ url, name }: LinkOptions): Promise<NatsConnection> {
  const { host, username, password, protocol } = new URL(url)
  return connect({
    servers: host,
    name,
    timeout: 2_000,
    reconnect: false,
    // Whoever says something hears it at once, also without a server; not a second time by it.
    noEcho: true,
    ignoreClusterUpdates: true,
    ...pings,
    ...(username !== '' && {
      user: decodeURIComponent(username),
      pass: decodeURIComponent(password),
    }),
    ...(protocol === 'tls:' && { tls: {} }),
  })
}
