/** My Information, My Application, and the ways back into the program. */
export const account = {
  information: {
    title: 'My Information',
    text: 'What we have on file. Changes count at once.',
    bounced: 'We could not deliver mail to {{email}}. Your dates do not change because of this.',
    right: 'If the address is right, say so, and we write to it again.',
    confirm: 'This address is right',
    confirmed: 'Thank you. We write to {{email}} again.',
  },
  application: {
    title: 'My Application',
    number: 'Certification number',
    state: 'Status today',
    first: 'First issued',
    effective: 'This term began',
    expires: 'Expires',
    renewal: 'Renewal',
    renewalNone: 'No renewal is under way.',
    renewalDraft: 'Started, saved {{saved}}. Nothing is sent until you pay.',
    renewalChecking: 'We are checking your payment.',
    renewalReview: 'Your late renewal is being reviewed.',
    renewalDone: 'Renewed on {{date}}.',
    signatures: 'What you signed',
    signature: {
      issue: 'Code of Ethics, signed when your certification was issued',
      renewal: 'Code of Ethics and attestation, signed for renewal',
      'late-renewal': 'Code of Ethics and attestation, signed for late renewal',
    },
    noSignatures: 'Nothing signed here yet.',
  },
  comeBack: {
    title: 'How to come back',
    intro:
      'More than 12 and up to 24 months after the expiration date, renewing alone is no longer enough.',
    steps: [
      'Complete 20 hours of continuing education, 6 of them in law and ethics, in the 2 years before you apply.',
      'Read and sign the Code of Ethics and the attestation again.',
      'Pay the renewal fee, the late fee and the exam fee.',
      'Pass the exam again. Staff review your renewal.',
    ],
    after: 'A new term of 2 years begins on the day you are certified again. Your number stays.',
    until: 'You can come back this way until {{date}}.',
    contact:
      'Online this is not possible yet. Call {{phone}}, and staff start it with you. There is nothing to pay now.',
  },
  applyAgain: {
    title: 'How to apply again',
    intro: 'More than 24 months after the expiration date, the way back is a new application.',
    steps: [
      'Show a training certificate from an approved training provider.',
      'Send the application with your identification.',
      'Read and sign the Code of Ethics.',
      'Pass the exam.',
    ],
    after: 'Your number {{number}} comes back with your new certification.',
    afterNoNumber: 'Your old number comes back with your new certification.',
    contact: 'Call {{phone}}, and staff tell you how to begin.',
  },
  apply: {
    title: 'Apply for certification',
    intro: 'If you are new, this is what you need:',
    steps: [
      'You are 18 or older and have a high school diploma or the equivalent.',
      'You have lived experience of recovery, your own or as a family member, and are willing to share it. No proof is asked.',
      'You complete 80 hours of training with an approved training provider.',
      'You agree to the Code of Ethics in writing.',
      'You pass the state exam.',
    ],
    contact: 'New applications are not taken on this site yet. Call {{phone}} to begin.',
    already: 'Already certified? Your certification may be under another log-in.',
  },
}
