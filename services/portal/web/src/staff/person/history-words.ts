import type { components } from '@peercert/contracts/portal'
import { dayOf, formats } from '../../format.ts'
import { languageName } from '../pieces/documents.tsx'
import { appMoney, type Fact, type Facts } from './fact-text.ts'

export type DeskLine = components['schemas']['DeskLine']

const format = formats.en
const day = (value: unknown) => (typeof value === 'string' ? shortDate(value) : '')
const text = (value: Fact | undefined) =>
  value === null || value === undefined ? '' : String(value)
const inLanguage = (facts: Facts) =>
  typeof facts.language === 'string' ? ` in ${languageName(facts.language)}` : ''
const card = (facts: Facts) => (facts.last4 ? ` (card ending ${text(facts.last4)})` : '')

/** "Dec 31, 2026", as tables and lines say it. */
export function shortDate(value: string | undefined): string {
  return value ? format.date(value).replace(/^(\p{L}{3})\p{L}*/u, '$1') : ''
}

const failures: Record<string, string> = {
  declined: 'Card declined by the bank. Not charged.',
  'not-enough-money': 'Card declined by the bank: not enough money. Not charged.',
  'wrong-number': 'Card refused: wrong number. Not charged.',
  'wrong-expiration': 'Card refused: wrong expiration date. Not charged.',
  'wrong-security-code': 'Card refused: wrong security code. Not charged.',
  'wrong-zip': 'Card refused: wrong ZIP code. Not charged.',
  'bank-not-confirmed': 'The bank’s confirmation was not finished. Not charged.',
  'processor-error': 'The card processor could not do it. Not charged.',
}

const mails: Record<string, string> = {
  'M-1': '90-day reminder',
  'M-2': '60-day reminder',
  'M-3': '30-day reminder',
  'M-4': '7-day reminder',
  'M-5': 'Last-day reminder',
  'M-6': 'Confirmation',
  'M-7': 'Receipt',
  'M-8': '“Late renewal received”',
  'M-9': 'Decision about the late renewal',
  'M-10': '“Payment did not go through”',
  'M-11': '“We are checking your payment”',
  'M-12': '“Your certification expired”',
  'M-13': 'Code',
  'M-14': 'Voucher',
  'M-15': 'Question about the late renewal',
  'M-16': '“Your e-mail address was changed”',
}

export const mailName = (kind: Fact | undefined) => mails[text(kind)] ?? `Message ${text(kind)}`
const mail = (facts: Facts) =>
  facts.copy ? `Copy of: ${mailName(facts.kind)}` : mailName(facts.kind)

type Sentence = (facts: Facts) => string

const money: Record<string, Sentence> = {
  'payment.captured': (f) => `Payment of ${appMoney(f.amountCents)} captured${card(f)}.`,
  'payment.covered': (f) => `Covered by voucher ${text(f.voucherNumber)}; nothing was charged.`,
  'payment.failed': (f) => failures[text(f.code)] ?? 'Payment failed. Not charged.',
  'payment.cancelled': () => 'Payment cancelled. Not charged.',
  'payment.refused': () =>
    'Pay was pressed, and nothing was charged: what was shown no longer held.',
  'payment.needs-bank': () => 'The bank wants the person to confirm the payment.',
  'payment.checking': (f) =>
    `No answer from the card processor: ${appMoney(f.amountCents)} is being checked.`,
  'payment.check-delayed': () => 'Still unknown after 15 minutes; the person is told by mail.',
  'payment.asked': (f) => `Asked the card processor: ${f.known ? 'now known' : 'still unknown'}.`,
  'payment.stray': (f) =>
    `A second capture of ${appMoney(f.amountCents)}${card(f)} belongs to nothing: our mistake, to be refunded.`,
  'payment.reversed': (f) => `The bank took back ${appMoney(f.amountCents)}${card(f)}.`,
  'payment.reinstated': (f) => `The bank gave back ${appMoney(f.amountCents)}${card(f)}.`,
  'payment.not-used': (f) =>
    `Payment of ${appMoney(f.totalCents)} could not be used for the renewal.`,
  'renewal.payment-checking': () => 'The renewal waits for the card processor’s answer.',
  'renewal.payment-failed': () => 'The payment did not go through; the renewal stays a draft.',
  'refund.proposed': (f) => `Refund of ${appMoney(f.amountCents)} proposed.`,
  'refund.approved': (f) => `Refund of ${appMoney(f.amountCents)} approved.`,
  'refund.declined': () => 'Refund declined.',
  'refund.done': (f) => `${appMoney(f.amountCents)} returned to the card.`,
  'refund.failed': (f) => `Refund of ${appMoney(f.amountCents)} failed at the processor.`,
  'voucher.issued': (f) => `Voucher ${text(f.number)} handed out, through ${day(f.expiresOn)}.`,
  'voucher.call': (f) => called(f.outcome, 'the voucher did not work'),
  'voucher.refused': (f) =>
    `Voucher code refused: ${text(f.code).replace('voucher-', '').replaceAll('-', ' ')}.`,
  'voucher.locked': (f) =>
    `Five wrong voucher codes${f.lastDay ? ' on the last day' : ''}: the field is closed for 15 minutes${f.lastDay ? '; staff call.' : '.'}`,
  'waiver.proposed': () => 'Waiver of the late fee proposed.',
  'waiver.approved': () => 'Late fee waived.',
  'waiver.declined': () => 'Waiver of the late fee declined.',
}

const status: Record<string, Sentence> = {
  'account.opened': () => 'Account opened.',
  'account.imported': () => 'Taken over from the register before.',
  'account.closed': () => 'Account closed; its log-in moved to the certification.',
  'certification.imported': (f) =>
    `Certification taken over${f.expiresOn ? `, expires ${day(f.expiresOn)}` : ''}.`,
  'certification.suspended': (f) => `Suspended, effective ${day(f.effectiveOn)}.`,
  'certification.revoked': (f) => `Revoked, effective ${day(f.effectiveOn)}.`,
  'certification.reinstated': (f) => `Suspension ended, effective ${day(f.effectiveOn)}.`,
  'certification.name-changed': (f) => `Name on the certificate: ${text(f.from)} → ${text(f.to)}.`,
  'certification.county-changed': (f) => `County: ${text(f.from)} → ${text(f.to)}.`,
  'renewal.started': (f) => (f.late ? 'Late renewal started.' : 'Renewal started.'),
  'renewal.completed': (f) =>
    `Renewal complete: ${day(f.previousExpiresOn)} → ${day(f.expiresOn)}.`,
  'renewal.late-submitted': (f) =>
    `Late renewal ${f.again ? 'sent again' : 'received'}; decision by ${day(f.decideBy)}.`,
  'renewal.late-approved': (f) =>
    `Late renewal approved: active from ${day(f.activeFrom)}, valid through ${day(f.expiresOn)}.`,
  'renewal.late-refused': (f) =>
    `Late renewal refused${f.appealBy ? `; appeal through ${day(f.appealBy)}` : ''}.`,
  'review.question-answered': () => 'The question about the late renewal is answered.',
  'sign-in.joined': (f) => `Log-in joined${howJoined[text(f.how)] ?? ''}.`,
  'sign-in.removed': () => 'Log-in removed.',
  'legal-name.changed': () => 'Legal name changed.',
  'profile.changed': (f) => `Changed: ${text(f.fields)}.`,
  'email.changed': () => 'E-mail changed; the old address was told.',
  'lockout.opened': (f) =>
    f.origin === 'mismatch'
      ? 'A log-in did not fit; staff look.'
      : 'Wrote that they cannot get in.',
  'renewal.signed': (f) =>
    `Code of Ethics (version ${text(f.codeVersion)}) and attestation signed${inLanguage(f)}.`,
  'code.signed': (f) => `Code of Ethics (version ${text(f.codeVersion)}) signed${inLanguage(f)}.`,
}

const howJoined: Record<string, string> = {
  match: ': same verified e-mail and name',
  claim: ' by number, name and a code to the e-mail on file',
  staff: ' by staff, with a second person',
}

const staff: Record<string, Sentence> = {
  'note.added': () => 'Note added.',
  'appeal.recorded': () => 'Appeal recorded.',
  'review.taken': () => 'Took the late renewal.',
  'review.released': () => 'Put the late renewal back on the list.',
  'review.handed-on': () => 'Handed the late renewal on.',
  'review.question-asked': (f) => `Asked one question; answer by ${day(f.answerBy)}.`,
  'review.refusal-proposed': () => 'Proposed to refuse; a second reader decides.',
  'review.sent-back': () => 'The second reader sent the refusal back.',
  'email-change.started': () => 'Started an e-mail change; a code went to the new address.',
  'lockout.closed': () => 'Closed “cannot get in”.',
  'join.proposed': () => 'Proposed to join a log-in; a second person decides.',
  'join.approved': () => 'Agreed to join a log-in.',
  'join.declined': () => 'Declined to join a log-in.',
  'file.opened': () => 'Opened this file.',
  'contact.revealed': () => 'Looked at address and phone.',
}

const called = (outcome: Fact | undefined, because: string) =>
  ({
    reached: `Reached by phone because ${because}.`,
    'left-word': `Left word because ${because}.`,
    'no-way': `No way to reach; ${because}.`,
  })[text(outcome)] ?? `Called because ${because}.`

const reminder = ({ kind }: Facts) => {
  if (kind === 'expired') return 'The “expired” notice'
  return kind === '0' ? 'The last-day reminder' : `The ${text(kind)}-day reminder`
}

const mailing: Record<string, Sentence> = {
  'reminder.queued': (f) => `${reminder(f)} fell due.`,
  'reminder.superseded': (f) => `${reminder(f)} was skipped: a later one took its place.`,
  'reminder.before-import': (f) => `${reminder(f)} belongs to the register before.`,
  'mail.queued': (f) => `${mail(f)} is on its way${inLanguage(f)}.`,
  'mail.sent': (f) => `${mail(f)} sent${inLanguage(f)}.`,
  'mail.bounced': (f) => `${mail(f)} bounced: the address refused it.`,
  'mail.came-back': (f) => `${mail(f)} came back after it was accepted.`,
  'mail.undeliverable': (f) =>
    `${mail(f)} not sent: the address is known to be bad. It is readable in the portal.`,
  'mail.superseded': (f) => `${mail(f)} not sent: a later one took its place.`,
  'mail.withdrawn': (f) => `${mail(f)} not sent: it no longer held when its turn came.`,
  'mail.failed': (f) => `${mail(f)} could not be delivered.`,
  'mail.confirmed': () => 'Said that the e-mail on file is right; mail goes to it again.',
  'claim.code-sent': () => 'A code for “Find my certification” went to the e-mail on file.',
  'reminders.switched-on': () => 'Extra reminders switched on.',
  'reminders.switched-off': (f) =>
    f.through === 'mail'
      ? 'Extra reminders switched off from the mail program.'
      : 'Extra reminders switched off.',
  'bounce.call': (f) => called(f.outcome, 'mail bounced'),
  'mail.copy-sent': (f) => `Sent a copy of ${mailName(f.kind)}.`,
}

const sentences: Readonly<Record<string, Sentence>> = { ...money, ...status, ...staff, ...mailing }

/** One plain sentence for each thing that happened; a code without one still says what it knows. */
export function historySentence({ line }: DeskLine): string {
  const sentence = sentences[line.code]
  if (sentence) return sentence(line.facts)
  const words = line.code.replaceAll(/[.-]/g, ' ')
  const facts = Object.entries(line.facts).map(([name, value]) => `${name} ${text(value)}`)
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${facts.length > 0 ? `: ${facts.join(', ')}` : ''}.`
}

/** That a mail was made, or a reminder fell due, is news only until the mail says what became of it. */
export function worthShowing(lines: readonly DeskLine[]): DeskLine[] {
  const told = lines.filter(
    ({ line }) => line.code.startsWith('mail.') && line.code !== 'mail.queued',
  )
  const settled = new Set(told.map(({ line }) => line.linkedId))
  const days = new Set(told.map(({ line }) => dayOf(line.at)))
  return lines.filter(({ line }) => {
    if (line.code === 'mail.queued') return !settled.has(line.linkedId)
    return line.code !== 'reminder.queued' || !days.has(dayOf(line.at))
  })
}
