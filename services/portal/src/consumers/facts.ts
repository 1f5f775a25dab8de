import { toDbDate, dateOf } from '@peercert/chassis/civil-date'
import { consume, type Consumer } from '@peercert/chassis/consumers'
import type { Signals } from '@peercert/chassis/signals'
import {
  events as applications,
  type EventMap as ApplicationsEvents,
} from '@peercert/contracts/applications'
import { events as identity, type EventMap as IdentityEvents } from '@peercert/contracts/identity'
import { events as payments, type EventMap as PaymentsEvents } from '@peercert/contracts/payments'
import type { Deps } from '../deps.ts'
import { accountTopic, movedTopic, workTopic } from '../routes/events.ts'
import * as counts from '../store/counts.ts'
import type { Tx } from '../store/database.ts'
import * as sessions from '../store/sessions.ts'

/**
 * Facts only tell open pages to look again; what they say, pages ask the services for. Of mails nothing
 * is read: a morning has one for each holder, and notifications signals what pages have to know.
 */
export function factConsumers(deps: Deps): Consumer[] {
  const { db } = deps
  const tell = told(deps.signals)
  return [
    consume<ApplicationsEvents, Tx>(db, applications, {
      'certification.status-changed': tell,
      'renewal.started': tell,
      'renewal.late-submitted': tell,
      'renewal.late-refused': tell,
      'renewal.question-asked': tell,
      'renewal.completed': async (event, tx) => {
        await counts.countRenewal(tx, dayOf(event.time), event.data.renewalId)
        await tell(event)
      },
      'renewal.late-approved': async (event, tx) => {
        await counts.countRenewal(tx, dayOf(event.time), event.data.renewalId)
        await tell(event)
      },
    }),
    consume<PaymentsEvents, Tx>(db, payments, {
      'payment.completed': tell,
      'payment.failed': tell,
      'payment.checking': tell,
      'payment.check-delayed': tell,
      'payment.still-unpaid': tell,
      'payment.refunded': tell,
      'voucher.issued': tell,
      'voucher.held': tell,
      'voucher.released': tell,
      'voucher.redeemed': tell,
    }),
    identityConsumer(deps),
  ]
}

function identityConsumer({ db, signals }: Deps): Consumer {
  const tell = told(signals)
  return consume<IdentityEvents, Tx>(db, identity, {
    'account.linked': async ({ id, data }, tx) => {
      await sessions.moveAccount(tx, { ...data, saidBy: id })
      // After the commit, or the page would read the account of before.
      setTimeout(() => signals.emit(movedTopic, data.subject), commitMs).unref()
    },
    'account.email-changed': tell,
    'profile.changed': tell,
    'legal-name.changed': tell,
  })
}

const commitMs = 300

const dayOf = (time: Date) => toDbDate(dateOf(time))

function told(signals: Signals) {
  return async (event: { key: string; type: string }): Promise<void> => {
    signals.emit(accountTopic, event.key)
    signals.emit(workTopic, event.type)
  }
}
