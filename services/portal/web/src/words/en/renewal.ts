/** S4: the information before the form, and why there may be nothing to start. */
export const renewal = {
  expires: 'Your certification expires {{date}}.',
  validThrough:
    'If you renew by 11:59 p.m. Pacific time that day, it is valid through {{date}} – whichever day you renew.',
  cost: 'It costs {{fee}} and takes about 10 minutes. Have a card or a voucher ready.',
  hours:
    'You need {{hours}} hours of continuing education, {{ethics}} of them in law and ethics, done between {{from}} and the day you renew.',
  proof:
    'You do not send proof now. Keep it for {{years}} years. If you are chosen for a random review, you have {{days}} days to send it.',
  code: 'You will read the Code of Ethics and sign it again.',
  noReturn:
    'The fee is not returned. After you pay by card, a voucher cannot be used for the same fee.',
  responsibility: 'It is your responsibility to renew before the expiration date. Read',
  educationPage: 'Certification Renewal and Continuing Education (CE)',
  canStop: 'You can stop at any time. What you enter is saved. Nothing is sent until you pay.',
  late: {
    expired:
      'Your certification expired on {{date}}. You are not certified until staff approve a late renewal.',
    price:
      'Renewal fee {{fee}} + late fee {{lateFee}} = {{total}}. Staff review takes up to {{days}} days. The fee is not returned if the renewal is refused.',
    until:
      'Late renewal is possible through {{lateThrough}}. Once approved, it is valid through {{newExpires}}.',
    hours:
      'You need {{hours}} hours of continuing education, {{ethics}} of them in law and ethics, done in the 2 years before the day you renew: between {{from}} and today.',
    paid: 'Your fee stays paid. Sending the renewal again costs nothing.',
  },
  notYet: {
    link: 'I do not have all my hours yet',
    onTime:
      'Do not sign before they are done. You can start now, and sign and pay on any day through {{expires}}. If you finish later, late renewal costs {{lateTotal}} in all and needs a staff review.',
    late: 'Do not sign before they are done. You can start now, and sign and pay on any day through {{lateThrough}}.',
    counts:
      'What counts: courses about peer support, about the people you serve, about recovery, and about law and ethics – in person or online, from county programs, accredited schools, professional boards and approved training providers.',
    adding:
      'How hours add up: 1 hour taught is 1 hour. Breaks do not count. The same course counts once. 3 college units are 12 hours.',
  },
  refused: {
    notOpen: 'You can renew from {{date}}. We will e-mail you that day.',
    already:
      'You already renewed on {{date}}. Nothing more to pay. Your next renewal opens {{next}}.',
    none: 'There is no certification to renew under this log-in.',
    inReview: 'Your late renewal is with our staff. There is nothing to do or to pay now.',
  },
}
