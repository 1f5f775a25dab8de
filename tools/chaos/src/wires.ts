import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import type { Environment } from '@peercert/chassis/config'

/** `refused`: as if nobody listened. `silent`: packets vanish, nobody is told. */
export type Cut = 'refused' | 'silent'

/** A line between one service and one thing it needs, which can be cut. */
export class Wire {
  name = 'spare'
  readonly port: number
  #target = 0
  #cut: Cut | undefined
  readonly #server: Server
  readonly #ends = new Set<Socket>()

  private constructor(server: Server) {
    this.#server = server
    this.port = (server.address() as AddressInfo).port
    server.on('connection', (near) => this.#join(near))
  }

  static open(): Promise<Wire> {
    const server = createServer({ allowHalfOpen: true })
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, '127.0.0.1', () => resolve(new Wire(server)))
    })
  }

  lead(name: string, target: number): void {
    this.name = name
    this.#target = target
  }

  cut(how: Cut): void {
    this.#cut = how
    for (const end of this.#ends)
      if (how === 'refused') end.destroy()
      else end.pause()
  }

  /** What was under way when it was cut is gone for good, as after a partition. */
  heal(): void {
    this.#cut = undefined
    for (const end of this.#ends) end.destroy()
  }

  close(): void {
    for (const end of this.#ends) end.destroy()
    this.#server.close()
  }

  #join(near: Socket) {
    if (this.#cut === 'refused') return near.destroy()
    this.#watch(near)
    if (this.#cut) return near.pause()
    const far = connect({ port: this.#target, host: '127.0.0.1', allowHalfOpen: true })
    this.#watch(far)
    near.pipe(far)
    far.pipe(near)
    const both = () => void (near.destroy(), far.destroy())
    for (const end of [near, far]) end.once('close', both)
    return near
  }

  #watch(end: Socket) {
    end.setNoDelay(true)
    end.on('error', () => end.destroy())
    this.#ends.add(end)
    end.once('close', () => this.#ends.delete(end))
  }
}

const needs = {
  DATABASE_URL: 'database',
  NATS_URL: 'signals',
  SMTP_URL: 'mail',
  CARD_API_URL: 'card',
  IDENTITY_URL: 'identity',
  APPLICATIONS_URL: 'applications',
  PAYMENTS_URL: 'payments',
  NOTIFICATIONS_URL: 'notifications',
} as const

/** Kafka tells its clients where its brokers are, past any wire; brokers are killed and stopped instead. */
export class Wiring {
  readonly #spare: Wire[]
  readonly wires: Wire[] = []

  private constructor(spare: Wire[]) {
    this.#spare = spare
  }

  static async open(): Promise<Wiring> {
    return new Wiring(await Promise.all(Array.from({ length: 48 }, () => Wire.open())))
  }

  /** The same environment, with a wire in front of each thing that the service needs. */
  rewire(service: string, environment: Environment): Environment {
    const changed = { ...environment }
    for (const [variable, need] of Object.entries(needs)) {
      const address = environment[variable]
      if (!address || need === service) continue
      const url = new URL(address)
      const wire = this.#spare.pop()
      if (!wire) throw new Error('there are more needs than wires')
      wire.lead(`${service} → ${need}`, Number(url.port))
      this.wires.push(wire)
      url.port = String(wire.port)
      changed[variable] = url.href
    }
    return changed
  }

  heal(): void {
    for (const wire of this.wires) wire.heal()
  }

  close(): void {
    for (const wire of [...this.wires, ...this.#spare]) wire.close()
  }
}
