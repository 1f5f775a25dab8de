import type { Wording } from './wording.ts'

const go = 'Go to {site:link}, select Register/Login, then Renew My Certification.'

export const english: Wording = {
  program: 'Certification Program',
  greeting: 'Hello {name},',
  mails: {
    'M-1': {
      subject: 'You can renew your certification now',
      paragraphs: [
        'Your certification {number} expires on {expiresOn:weekday}. You can renew it online now; it takes about 10 minutes and costs {feeCents:money}. Renewing early loses no time: your new date is {newExpiresOn:date}, whichever day you renew.',
        'You need {hours} hours of continuing education, {ethicsHours} of them in law and ethics; you do not send proof now.',
        go,
      ],
    },
    'M-2': {
      subject: '{days} [one|day][several|days] left to renew your certification',
      paragraphs: [
        'Your certification expires on {expiresOn:weekday}. Now is a good time to add up your hours: {hours} in all, {ethicsHours} in law and ethics, finished before you renew.',
        'If you have a voucher, enter it when you pay; it cannot be used after you have paid by card.',
        go,
      ],
    },
    'M-3': {
      subject: '{days} [one|day][several|days] left to renew your certification',
      paragraphs: [
        'Your certification expires on {expiresOn:weekday}. Renewing by then costs {feeCents:money} and works at once. After that day it is expired, renewing costs {lateTotalCents:money}, and a review can take up to {reviewDays} days.',
        `${go} If something keeps you from renewing, call {phone}.`,
      ],
    },
    'M-4': {
      subject:
        '{days} [one|day][several|days] left: your certification expires {expiresOn:monthDay}',
      paragraphs: [
        'Your certification expires on {expiresOn:weekday}, at 11:59 p.m. Pacific time. It takes about 10 minutes on a phone or computer. What counts is the moment you press Pay, if the payment then goes through, so please do not wait for the last hour.',
        'Trouble logging in or paying? Call {phone} this week.',
      ],
    },
    'M-5': {
      subject: 'Today is the last day to renew your certification',
      paragraphs: [
        'Your certification expires today at 11:59 p.m. Pacific time. If you pay {feeCents:money} by then, it is valid through {newExpiresOn:date}, at once. From tomorrow you would not be certified until a late renewal ({lateTotalCents:money}) is reviewed.',
        go,
      ],
    },
    'M-6': {
      subject: 'Your certification is renewed',
      paragraphs: [
        'Your certification {number} is renewed and valid through {expiresOn:weekday}. Your new certificate is on your dashboard now. Your employer can check it at {verificationUrl:link}.',
        'Keep your continuing education records until {keepRecordsUntil:date}; if you are chosen for a random review, you have {auditDays} days to send them.',
        'If you did not renew, call {phone} at once.',
      ],
    },
    'M-7': {
      subject: 'Receipt {receiptNumber}: {totalCents:money}',
      paragraphs: [
        'We received {totalCents:money} on {paidOn:date}[card|, by card ending {cardLast4}]. It paid the certification renewal fee[late| and the late fee] of {name}, {number}.[nothingCharged| [voucher|Voucher {vouchers}][vouchersMany|Vouchers {vouchers}] covered {coveredCents:money}; nothing was charged.][partCovered| [voucher|Voucher {vouchers}][vouchersMany|Vouchers {vouchers}] covered {coveredCents:money}.][waived| The late fee of {waivedCents:money} was waived.] The fee is not returned.',
        'A PDF for your employer or your records is under Payments and Receipts.',
      ],
    },
    'M-8': {
      subject: 'We received your late renewal',
      paragraphs: [
        'We received your late renewal[paid| and {totalCents:money}] on {submittedOn:date}. Staff will decide by {decideBy:date}. Until then your certification is expired, and the public registry shows that.',
        'You do not need to do anything; if we have a question, we will write to you.',
      ],
    },
    'M-9-approved': {
      subject: 'Your late renewal is approved',
      paragraphs: [
        'Your certification {number} is active from {activeFrom:date}. It is valid through {expiresOn:weekday}, two years from the old date. Your certificate is on your dashboard now, and employers can check it at {verificationUrl:link}.',
      ],
    },
    'M-9-refused': {
      subject: 'Decision about your late renewal',
      paragraphs: [
        'We could not approve your late renewal. The reason and what you can do are on your dashboard; log in to read them. You can correct it and submit again, without paying again, through {resubmitThrough:date}. You can appeal through {appealBy:date}. The fee is not returned.',
      ],
    },
    'M-10': {
      subject: 'Your renewal payment did not go through',
      paragraphs: [
        'The payment of {totalCents:money} on {failedOn:date} did not go through, and you were not charged. Your certification is not renewed yet; your form is saved. Log in, select Renew My Certification, and pay with another card or a voucher[payBy| by {payBy:weekday}].',
        'Your bank can tell you why a card was declined; we cannot see the reason in full.',
      ],
    },
    'M-11': {
      subject: 'We are checking your payment',
      paragraphs: [
        'We do not know yet whether your payment of {totalCents:money} went through. Please do not pay again. We ask the card company and will write to you as soon as we know. If it goes through, the moment you pressed Pay is what counts.',
      ],
    },
    'M-12': {
      subject: 'Your certification expired on {expiresOn:date}',
      paragraphs: [
        'Your certification {number} expired on {expiresOn:weekday}, so you are not certified now. You can still renew late, online, through {lateThrough:date}. It costs {lateTotalCents:money} and staff review it within {reviewDays} days; after approval it is valid through {newExpiresOn:date}.',
        '{employer}',
        'If you think this is a mistake, or something kept you from renewing, call {phone}.',
      ],
    },
    'M-13': {
      subject: 'Your code',
      paragraphs: [
        'Your code is {code}. It works for 10 minutes. If you did not ask for it, do nothing.',
      ],
    },
    'M-14': {
      subject: 'You have a voucher',
      paragraphs: [
        'Voucher {code} pays [renewal|the certification renewal fee][late|the late renewal fee] through {expiresOn:weekday}. It is yours alone. Enter it when you pay.',
      ],
    },
    'M-15': {
      subject: 'We have a question about your late renewal',
      paragraphs: ['Log in to read and answer it by {answerBy:weekday}.'],
    },
    'M-16': {
      subject: 'Your e-mail address was changed',
      paragraphs: [
        'We now write to another address. If you did not change it, call {phone} at once.',
      ],
    },
  },
  drafted: 'You have started; what you entered is saved.',
  copy: 'Copy of our message of {copied:short}',
  portal: 'You can also read this message at {site:link}, under Messages.',
  help: 'Questions? Call {phone}.',
  because: {
    notice: 'You get this notice because your certification can be renewed. Every holder gets it.',
    reminder:
      'You get this reminder because your certification expires soon. To stop these extra reminders, open {unsubscribe:link} and confirm there. Your dates do not change.',
    certification: 'You get this message because it is about your certification.',
    code: 'You get this message because a code was asked for with your certification.',
    former: 'You get this message because we used to write to you at this address.',
    copy: 'You get this copy because our staff sent it to you.',
  },
}
