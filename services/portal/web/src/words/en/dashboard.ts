/** S3 and S10. */
export const dashboard = {
  canStop: 'You can stop at any time. What you enter is saved. Nothing is sent until you pay.',
  started: 'Renewal started, saved {{saved}}',
  joined: 'We found your certification {{number}}.',
  empty: {
    title: 'We do not see a certification under this log-in',
    otherWay: 'Log in another way',
    find: 'Find my certification',
    apply: 'I am new – apply',
  },
  renewed: {
    title: 'Your certification is renewed',
    sent: 'We sent a confirmation to {{email}}.',
    undelivered: 'We could not deliver the confirmation to {{email}}. You can read it under',
    receipt: 'Receipt',
    keep: 'Keep your education records until {{date}}.',
    next: 'Next renewal opens {{date}}.',
    addToCalendar: 'Add to My Calendar',
    finished: 'Finished?',
  },
  calendar: {
    opens: 'Certification renewal opens',
    opensText: 'Log in at {{site}} and select Renew My Certification.',
  },
  messages: 'Messages',
  allMessages: 'All messages',
  noMessages: 'No messages yet. We will also e-mail you.',
  unread: 'unread',
}
