/** How to renew (made from the labels), help, privacy, accessibility. */
export const pages = {
  howTo: {
    title: 'How to renew',
    parts: [
      'Log in',
      'Find your application',
      'Start',
      'Complete the form',
      'Pay',
      'Your renewed certification',
    ],
    steps: {
      1: 'Go to {{site}}.',
      2: 'Select {{register}} at the top of the page.',
      3: 'A box titled {{logIn}} appears.',
      4: 'Enter {{email}} and {{password}} and select {{logIn}}, or select {{google}} or {{microsoft}}.',
      '5A': 'Either: in the menu under {{dashboard}}, select {{renewMy}}.',
      '5B': 'Or: in the box {{renewalBox}}, select {{start}}.',
      6: 'Read the information about renewal.',
      7: 'Select {{start}}.',
      8: 'Complete the form {{renewalBox}}.',
      9: 'Read the {{code}} and the {{attestation}}: you confirm 20 hours of continuing education, 6 of them in law and ethics, during the 2 years before the date of this application.',
      10: 'Type your name to sign, check the boxes at the end of the form, and select {{continue}}.',
      11: 'In the box {{feeBox}}, select {{pay}}.',
      12: 'Enter a {{card}} or a {{voucher}} and select {{pay}} again.',
      13: 'Your renewed certificate is on your dashboard, in the box {{myCertificate}}.',
      14: 'A confirmation goes to your e-mail on file.',
      15: 'The renewal is valid for 2 years from your old expiration date, for example “{{validThrough}}”.',
    },
    exampleDate: 'December 31, 2028',
    late: 'Renewing after the expiration date works the same way. It carries the tag “{{late}}”, costs more, and staff review it.',
  },
  help: {
    title: 'Help',
    call: 'Call {{phone}}, {{hours}}.',
    reference: 'Say this reference, so that staff find what you saw: {{reference}}.',
    topics: 'Often asked',
    items: [
      {
        question: 'I cannot log in',
        answer:
          'Use the same way and the same email as for your current application. A new account does not show your certification.',
      },
      {
        question: 'My card was declined',
        answer: 'You were not charged. Try another card or a voucher. Your form is saved.',
      },
      {
        question: 'It says that you are checking my payment',
        answer:
          'Do not pay again. We ask the card company and write to you as soon as we know. What counts is the moment you pressed Pay.',
      },
      {
        question: 'I have not finished my education hours',
        answer:
          'Do not sign yet. You can start the form now, and sign and pay on any day until your certification expires.',
      },
      {
        question: 'My name changed',
        answer:
          'Renew with the name on your certificate. Then ask for a name change: it is free, and your number and dates stay.',
      },
    ],
    cannot: 'I cannot get in',
  },
  privacy: {
    title: 'Privacy',
    paragraphs: [
      'We keep what your certification needs: your name, how to reach you, your certification and its dates, what you signed and what you paid.',
      'Card numbers go straight from your browser to the card company. They never reach us.',
      'Anyone can see on the public registry: name, number, status, county, the date of first issue and the expiration date. Nothing else.',
      'Our e-mail subjects, the line on your bank statement and calendar entries never say what your certification is about.',
      'Staff who open your file leave a record of it, with the reason.',
      'We use one cookie, to keep you logged in. It ends when you log out.',
    ],
    ask: 'Questions about your records? Call {{phone}}.',
  },
  accessibility: {
    title: 'Accessibility',
    paragraphs: [
      'This site is made to work with a keyboard, a screen reader, large text, high contrast, a phone, and a slow connection. It follows WCAG 2.2, level AA.',
      'You have time: what you enter is saved, and before you are logged out you are asked.',
      'The certificate and receipts are tagged PDF files.',
    ],
    ask: 'Something does not work for you, or you need another form? Call {{phone}}.',
  },
}
