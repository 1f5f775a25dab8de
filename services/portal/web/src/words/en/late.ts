/** S12: a late renewal with staff. */
export const late = {
  title: 'Your late renewal is being reviewed',
  questionTitle: 'We have a question about your late renewal',
  refusedTitle: 'Decision about your late renewal',
  decideBy: 'We decide by {{date}}.',
  until: 'Until then your certification is expired and the public registry says so.',
  overdue: 'We are late. Your review was due {{date}}. Call {{phone}}.',
  ifApproved: 'If approved, it is active from the day of approval and valid through {{date}}.',
  stage: {
    received: 'Received',
    inReview: 'In review',
    nothing: 'You do not need to do anything. If we have a question, we will write to you.',
    questionAsked: 'We asked you a question on {{date}}.',
    answered: 'You answered on {{date}}. You do not need to do anything now.',
    decision: 'Decision',
    by: 'By {{date}}',
  },
  paid: {
    title: 'What you paid',
    total: 'Paid {{date}}',
    undated: 'Paid',
    receipt: 'Receipt {{number}}',
    noReturn: 'The fee is not returned if the renewal is refused.',
  },
  question: {
    answerBy: 'Answer by {{date}}.',
    title: 'Our question',
    label: 'Your answer',
    send: 'Answer the Question',
    error: 'Write your answer.',
    sent: 'Your answer is with our staff.',
  },
  refused: {
    sentence: 'We could not approve your late renewal.',
    reason: 'The reason',
    again: 'Submit again',
    againText:
      'You can correct it and submit again through {{date}}. You read your information, the Code of Ethics and the attestation anew. There is nothing to pay. A new 30 days run from the day you send it, and your education is counted back from that day.',
    againButton: 'Submit Again',
    appeal: 'Appeal',
    appealText:
      'You can appeal through {{date}}. Call {{phone}} and say that you appeal; staff record it that day.',
    noReturn: 'The fee is not returned.',
    notYet: 'Nothing here is under review now.',
  },
}
