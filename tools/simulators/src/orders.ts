import { randomUUID } from 'node:crypto'
import type { Records } from './records.ts'

/** What somebody told a simulator to do the next time something happens. */
export interface Order {
  id: string
  do: string
  /** How often it still applies. */
  times: number | 'always'
}

export interface OrderBook<T extends Order> {
  add(order: Omit<T, 'id' | 'times'> & { times?: number | 'always' }): T
  /** The first order that fits; an order that has been used up is gone. */
  take(fits: (order: T) => boolean): T | undefined
  list(): T[]
  remove(id: string): void
  clear(): void
}

export function openOrders<T extends Order>(records: Records<T>): OrderBook<T> {
  return {
    add(wanted) {
      const order = { ...wanted, id: randomUUID(), times: wanted.times ?? 1 } as T
      records.set(order.id, order)
      return order
    },
    take(fits) {
      const order = records.values().find(fits)
      if (!order || order.times === 'always') return order
      if (order.times <= 1) records.delete(order.id)
      else records.set(order.id, { ...order, times: order.times - 1 })
      return order
    },
    list: () => records.values(),
    remove: (id) => records.delete(id),
    clear: () => records.clear(),
  }
}
