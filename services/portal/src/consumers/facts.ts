import { toDbDate, dateOf } from '@peercert/chassis/civil-date'
import { consume, consumeBatch, type Consumer } from '@peercert/chassis/consumers'
import type { Signals } from '@peercert/chassis/signals'
import {
  events as applications,
  type EventMap as ApplicationsEvents,
} from '@peercert/contracts/applications'
import { events as identity, type EventMap as IdentityEvents } from '@peercert/contracts/identity'
import {
  events as notifications,
  type EventMap as NotificationsEvents,
} from '@peercert/contracts/notifications'
import { events as payments, type EventMap as PaymentsEvents } from '@peercert/contracts/payments'
import type { Deps } from '../deps.ts'
import { accountTopic, movedTopic, workTopic } from '../routes/events.ts'
import * as counts from '../store/counts.ts'
import type { Tx } from '../store/database.ts'
import * as sessions from '../store/sessions.ts'

const ofMail = ['notice.sent', 'notice.bounced', 'notice.failed', 'reminders.switched'] as const

/** Facts only tell open pages to look again; what they say, pages ask the services for. */
export function factConsumers(deps: Deps): Consumer[] {
  const { signals, db } = deps
  const tell = told(signals)
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
    // By the hundred: a morning's reminders are a fact for each holder.
    consumeBatch<NotificationsEvents, (typeof ofMail)[number]>(
      notifications,
      ofMail,
      async (batch) => {
        for (const key of new Set(batch.map((event) => event.key))) signals.emit(accountTopic, key)
        for (const type of new Set(batch.map((event) => event.type))) signals.emit(workTopic, type)
      },
    ),
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
