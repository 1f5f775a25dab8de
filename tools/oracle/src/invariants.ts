import type { Invariant } from './finding.ts'
import { canaries } from './invariants/canaries.ts'
import { carried } from './invariants/carried.ts'
import { causes } from './invariants/causes.ts'
import { durable } from './invariants/durable.ts'
import { effects } from './invariants/effects.ts'
import { money } from './invariants/money.ts'
import { order } from './invariants/order.ts'
import { parked } from './invariants/parked.ts'
import { registry } from './invariants/registry.ts'
import { sagas } from './invariants/sagas.ts'
import { said } from './invariants/said.ts'
import { single } from './invariants/single.ts'
import { vouchers } from './invariants/vouchers.ts'

/** Those of reliability 3.2 that there is something to say about; ledger and audit draw come with their services. */
export const invariants: readonly Invariant[] = [
  durable,
  carried,
  said,
  effects,
  causes,
  money,
  vouchers,
  single,
  sagas,
  registry,
  order,
  canaries,
  parked,
]
