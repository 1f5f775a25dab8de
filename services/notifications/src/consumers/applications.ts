import { type Consumer, consume, consumeBatch } from '@peercert/chassis/consumers'
import { type EventMap, events } from '@peercert/contracts/applications'
import type { Deps } from '../deps.ts'
import { kindOfReminder } from '../rules/notice-kind.ts'
import type { Tx } from '../store/database.ts'
import { keepExpiration, keepExpirations } from '../store/certifications.ts'
import { addNotice, addNotices, type NewNotice } from '../store/new-notices.ts'

type Approaching = EventMap['certification.expiry-approaching']

/** Reminders by the hundred (M-1 to M-5, M-12): one for each certification, term and kind, for ever. */
export function approachingConsumer({ clock }: Deps): Consumer {
  return consumeBatch<EventMap, 'certification.expiry-approaching'>(
    events,
    ['certification.expiry-approaching'],
    (batch, client) =>
      addNotices(
        client,
        'reminders',
        batch.map(({ data }) => reminderOf(data)),
        clock.now(),
      ),
  )
}

/** Only what the words of each kind need: there are very many of these. */
const factsOf: Readonly<Record<Approaching['kind'], (data: Approaching) => object>> = {
  '90': ({ number, expiresOn, newExpiresOn, feeCents }) => ({
    number,
    expiresOn,
    newExpiresOn,
    feeCents,
  }),
  '60': ({ expiresOn }) => ({ expiresOn }),
  '30': ({ expiresOn, feeCents, lateTotalCents }) => ({ expiresOn, feeCents, lateTotalCents }),
  '7': ({ expiresOn }) => ({ expiresOn }),
  '0': ({ expiresOn, newExpiresOn, feeCents, lateTotalCents }) => ({
    expiresOn,
    newExpiresOn,
    feeCents,
    lateTotalCents,
  }),
  expired: ({ number, expiresOn, newExpiresOn, lateThrough, lateTotalCents }) => ({
    number,
    expiresOn,
    newExpiresOn,
    lateThrough,
    lateTotalCents,
  }),
}

function reminderOf(data: Approaching): NewNotice {
  const { certificationId, accountId, kind, term, standsFor90 } = data
  const facts = factsOf[kind](data)
  return {
    accountId,
    kind: kindOfReminder[kind],
    subjectId: certificationId,
    occurrence: String(term),
    facts: standsFor90 ? { ...facts, standsFor90 } : facts,
  }
}

/** When certifications expire, for the mail about a payment that failed. */
export function importedConsumer(): Consumer {
  return consumeBatch<EventMap, 'certification.imported'>(
    events,
    ['certification.imported'],
    (batch, client) =>
      keepExpirations(
        client,
        batch.map(({ data, time }) => ({ ...data, factAt: time })),
      ),
  )
}

interface AboutRenewal {
  readonly accountId: string
  readonly renewalId: string
  readonly [fact: string]: string | number | boolean
}

export function applicationsConsumer(deps: Deps): Consumer {
  const { db, clock } = deps
  const service = (
    tx: Tx,
    kind: string,
    { accountId, renewalId, ...facts }: AboutRenewal,
    occurrence: string,
  ) => {
    const notice = { accountId, kind, subjectId: renewalId, occurrence, facts }
    return addNotice(tx, 'service', notice, clock.now())
  }
  return consume<EventMap, Tx>(db, events, {
    'renewal.completed': async ({ data, time }, tx) => {
      await service(tx, 'M-6', data, 'once')
      await keepExpiration(tx, { ...data, factAt: time })
    },
    // The same renewal may be sent, refused and sent again, even on one day: each fact is one mail.
    'renewal.late-submitted': async ({ id, data }, tx) => {
      const paid = !data.again && data.totalCents > 0
      await service(tx, 'M-8', { ...data, paid }, id)
    },
    'renewal.late-approved': async ({ id, data, time }, tx) => {
      await service(tx, 'M-9', { ...data, approved: true }, id)
      await keepExpiration(tx, { ...data, factAt: time })
    },
    'renewal.late-refused': async ({ id, data }, tx) => {
      await service(tx, 'M-9', { ...data, approved: false }, id)
    },
    'renewal.question-asked': async ({ id, data }, tx) => {
      await service(tx, 'M-15', data, id)
    },
  })
}
