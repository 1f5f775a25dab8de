/** Badge, sentence and action of each state of the dashboard (renewal-service 2). */
export const standing = {
  name: 'Where you stand',
  checking: 'Checking your payment',
  badge: {
    active: 'Active',
    'active-open': 'Active – renewal open',
    'active-started': 'Active – renewal started',
    'active-last-day': 'Active – last day to renew',
    'active-renewed': 'Active – renewed',
    expired: 'Expired',
    'expired-in-review': 'Expired – in review',
    'expired-question': 'Expired – we need your answer',
    'expired-refused': 'Expired – renewal refused',
    suspended: 'Suspended',
    revoked: 'Revoked',
    inactive: 'Inactive',
  },
  sentence: {
    'window-not-open':
      'Valid through {{expires}}; you can renew from {{opensDay}}, and we will e-mail you that day.',
    'just-opened':
      'Renew by {{expiresDay}}: {{fee}}, about 10 minutes, and your new date is {{newExpires}} whichever day you renew.',
    drafted: 'Saved {{saved}}; {{next}}; nothing is sent until you pay, by {{expires}}.',
    'last-day':
      'Pay by 11:59 p.m. Pacific time today; after that your certification is expired, the total is {{lateTotal}} and staff review it.',
    expired:
      'It expired on {{expires}}, so you are not certified now; late renewal is possible through {{lateThrough}}, costs {{lateTotal}} and is reviewed within 30 days.',
    'expired-needs-exam':
      'It expired on {{expires}}; renewing alone is no longer enough, you also pass the exam again, until {{reinstateThrough}}.',
    vacated:
      'It expired more than 24 months ago, so the way back is a new application; your number {{number}} comes back with it.',
    suspended:
      'You cannot renew or pay while suspended; your date, {{expires}}, does not move, and if the suspension ends after it you use late renewal and can ask that the late fee be waived.',
    renewed:
      'Renewed {{renewed}}; valid through {{expires}}; your next renewal opens {{nextOpens}}.',
    'payment-being-checked':
      'We are checking your payment. Do not pay again. You can close this page. We will show the result here and e-mail you.',
    'late-in-review': 'We decide by {{decideBy}}; until then you are not certified.',
    overdue: 'We are late. Your review was due {{decideBy}}. Call {{phone}}.',
    'late-question': 'We have a question about your late renewal; answer it by {{answerBy}}.',
    'late-refused':
      'We could not approve your late renewal; the decision says why and what you can do, and you can appeal through {{appealBy}}.',
    revoked: 'Your certification was revoked; it cannot be renewed and there is nothing to pay.',
    surrendered: 'Your certification was given up and cannot be renewed.',
  },
  next: {
    information: 'next is Your information',
    ethics: 'next is the Code of Ethics',
    attestation: 'next is the attestation and signature',
    pay: 'next is the payment',
  },
  action: {
    viewCertificate: 'View My Certificate',
    comeBack: 'See How to Come Back',
    applyAgain: 'See How to Apply Again',
    contact: 'Contact the Program',
    seeLate: 'See My Late Renewal',
    answer: 'Answer the Question',
    readDecision: 'Read the Decision',
  },
}
