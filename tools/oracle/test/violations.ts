import type { Service } from '../src/databases.ts'

/** What the oracle must see, and by which name. */
export interface Violation {
  readonly invariant: string
  readonly named: string
  readonly service: Service
  /** What goes wrong, in one statement or more. */
  readonly plant: string
}

export const violations: readonly Violation[] = [
  {
    invariant: 'I-1',
    named: 'lost: payment that was acknowledged',
    service: 'payments',
    plant: `update idempotency_key set answer = jsonb_set(answer::jsonb, '{body,paymentId}', '"00000000-0000-4000-8000-000000000001"')
      where answer -> 'body' ? 'paymentId'`,
  },
  {
    invariant: 'I-2',
    named: 'lost: fact of payments that applications never received',
    service: 'applications',
    plant: `delete from inbox where type = 'payment.completed'`,
  },
  {
    invariant: 'I-2',
    named: 'orphaned: fact of payments that applications received and nobody said',
    service: 'applications',
    plant: `insert into inbox (consumer, event_id, type) values ('applications', uuidv7(), 'payment.completed')`,
  },
  {
    invariant: 'I-2',
    named: 'unreconciled: fact of ce-audit that the relay has not sent',
    service: 'ce-audit',
    plant: `insert into outbox (type, key, data, occurred_at) values ('sanction.void', 'k', '{}', now());
      delete from outbox_unsent;
      insert into outbox_unsent (id, type, seqs, size) select 0, 'sanction.void', array[max(seq)], 1 from outbox`,
  },
  {
    invariant: 'I-2a',
    named: 'lost: completed payment without fact payment.completed',
    service: 'payments',
    plant: `update outbox set type = 'payment.gone' where seq =
      (select min(seq) from outbox where type = 'payment.completed')`,
  },
  {
    invariant: 'I-2a',
    named: 'doubled: fact notice.sent more than once',
    service: 'notifications',
    plant: `insert into outbox (type, key, data, occurred_at)
      select type, key, data, occurred_at from outbox where type = 'notice.sent' limit 1;
      delete from outbox_unsent`,
  },
  {
    invariant: 'I-3',
    named: 'lost: payment that the processor does not know',
    service: 'payments',
    plant: `update payment set intent_id = 'pi_unknown' where id = (select payment_id from receipt limit 1)`,
  },
  {
    invariant: 'I-3',
    named: 'orphaned: charge that no payment knows',
    service: 'payments',
    plant: `update payment set intent_id = 'pi_unknown' where id = (select payment_id from receipt limit 1)`,
  },
  {
    invariant: 'I-3',
    named: 'lost: renewal that is done without term that it began',
    service: 'applications',
    plant: `alter table term disable trigger user;
      delete from certificate c using term t where t.renewal_id is not null
        and c.certification_id = t.certification_id and c.term = t.term;
      delete from term where renewal_id is not null`,
  },
  {
    invariant: 'I-3',
    named: 'lost: payment without receipt',
    service: 'payments',
    plant: `delete from receipt where id = (select id from receipt limit 1)`,
  },
  {
    invariant: 'I-3',
    named: 'lost: notice that counts as sent and never reached the mail server',
    service: 'notifications',
    plant: `insert into notice (id, account_id, kind, subject_id, occurrence, facts, state, created_at, sent_at)
      values ('00000000-0000-8000-8000-000000000001', '00000000-0000-4000-8000-000000000001', 'M-6', 'x', 'once', '{}', 'sent', now(), now())`,
  },
  {
    invariant: 'I-4',
    named: 'orphaned: renewal without a payment that settled it',
    service: 'applications',
    plant: `update renewal set payment_id = null where state = 'completed'`,
  },
  {
    invariant: 'I-4',
    named: 'lost: fact for M-7 without notice M-7',
    service: 'notifications',
    plant: `delete from notice where kind = 'M-7'`,
  },
  {
    invariant: 'I-4',
    named: 'orphaned: mail of a notice that is none',
    service: 'notifications',
    plant: `delete from notice where kind = 'M-7'`,
  },
  {
    invariant: 'I-4',
    named: 'orphaned: notice M-6 without fact for M-6',
    service: 'notifications',
    plant: `insert into notice (id, account_id, kind, subject_id, occurrence, facts, created_at, state)
      values ('00000000-0000-8000-8000-000000000001', '00000000-0000-4000-8000-000000000001', 'M-6', 'x', 'once', '{}', now(), 'withdrawn')`,
  },
  {
    invariant: 'I-5',
    named: 'unreconciled: payment of which the processor holds another amount',
    service: 'payments',
    plant: `update payment set total_cents = total_cents + 1 where state = 'CAPTURED'`,
  },
  {
    invariant: 'I-5',
    named: 'unreconciled: receipt that does not add up',
    service: 'payments',
    plant: `update receipt set total_cents = total_cents - 1`,
  },
  {
    invariant: 'I-5',
    named: 'unreconciled: payment whose refunds do not add up',
    service: 'payments',
    plant: `update payment set returned_cents = 1 where state = 'CAPTURED'`,
  },
  {
    invariant: 'I-6',
    named: 'lost: voucher that was issued and is gone',
    service: 'payments',
    plant: 'delete from voucher',
  },
  {
    invariant: 'I-6',
    named: 'stuck: voucher that is held for a payment that is over',
    service: 'payments',
    plant: `update voucher set state = 'held', payment_id = (select payment_id from receipt limit 1)`,
  },
  {
    invariant: 'I-6',
    named: 'orphaned: voucher that was redeemed by a payment that did not settle',
    service: 'payments',
    plant: `update voucher set state = 'redeemed', payment_id =
      (select id from payment where state = 'PENDING' limit 1)`,
  },
  {
    invariant: 'I-6',
    named: 'doubled: voucher that is free and settled a payment',
    service: 'payments',
    plant: `update payment set voucher_id = (select id from voucher)
      where id = (select payment_id from receipt limit 1)`,
  },
  {
    invariant: 'I-7',
    named: 'doubled: holder with two open renewals',
    service: 'applications',
    plant: `drop index renewal_live;
      insert into renewal (id, certification_id, account_id, term, state, started_at, saved_at)
      select gen_random_uuid(), certification_id, account_id, term, 'draft', now(), now()
      from renewal where state = 'draft' limit 1`,
  },
  {
    invariant: 'I-8',
    named: 'stuck: renewal that waits for a payment which is over',
    service: 'applications',
    plant: `update renewal set checking_payment_id = gen_random_uuid() where state = 'checking'`,
  },
  {
    invariant: 'I-8',
    named: 'stuck: renewal that is paid for and still open',
    service: 'applications',
    plant: `update renewal set payment_id = null; delete from payment`,
  },
  {
    invariant: 'I-8',
    named: 'stuck: payment that nobody asks about',
    service: 'payments',
    plant: `update payment set next_check_at = null where state = 'PENDING'`,
  },
  {
    invariant: 'I-8',
    named: 'stuck: queued notice that lies in no sack',
    service: 'notifications',
    plant: `update notice set state = 'queued' where kind = 'M-8'`,
  },
  {
    invariant: 'I-9',
    named: 'unreconciled: certification that is not its last term',
    service: 'applications',
    plant: `update certification set expires_on = expires_on + 365 where number =
      (select min(number) from certification)`,
  },
  {
    invariant: 'I-9',
    named: 'unreconciled: certification whose hold is not what its sanctions say',
    service: 'applications',
    plant: `update certification set hold = 'ACTIVE', held_since = null where hold = 'SUSPENDED'`,
  },
  {
    invariant: 'I-9',
    named: 'unreconciled: certification that the registry shows otherwise',
    service: 'applications',
    plant: 'update sanction set lifted_at = now()',
  },
  {
    invariant: 'I-10',
    named:
      'unreconciled: fact of peercert.applications.v1 that came to portal after a later one of its key',
    service: 'portal',
    plant: `update inbox set received_at = now() + interval '1 minute'
      where consumer = 'portal' and type = 'renewal.started'`,
  },
  {
    invariant: 'I-13',
    named: 'orphaned: fact of applications that says who somebody is',
    service: 'applications',
    plant: `update outbox set data = '{"text":"paid by Marisol Vega today"}' where seq = 1`,
  },
  {
    invariant: 'I-13',
    named: 'orphaned: row of notifications that says who somebody is',
    service: 'notifications',
    plant: `update notice set facts = '{"to":"marisol.vega@mail.example"}' where kind = 'M-8'`,
  },
  {
    invariant: 'I-14',
    named: 'stuck: parked at portal',
    service: 'portal',
    plant: `insert into parked (consumer, topic, key, envelope, reason, attempts) values ('portal', 't', 'k', '{', 'is no JSON', 0)`,
  },
]
