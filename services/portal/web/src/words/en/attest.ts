/** S7: signature first, the check boxes last (REN-6, REN-7). */
export const attest = {
  count: 'Count your hours done between {{from}} and today, {{today}}.',
  readAgain: 'Read the Code of Ethics again',
  rules:
    '1 hour taught is 1 hour. Breaks do not count. The same course counts once. 3 college units are 12 hours.',
  sign: 'Type your full legal name to sign',
  date: 'We write the date: {{date}}.',
  checkEach: 'Check each box',
  box: {
    ethics: 'I have read the Code of Ethics and I agree to follow it.',
    hours:
      'I have completed {{hours}} hours of continuing education, including {{ethics}} hours of law and ethics, during the 2 years PRIOR to the date of this application ({{from}} to today).',
    records:
      'I will keep my education records for 2 years and send them within 10 days if I am chosen for a review.',
    truth: 'What I entered is true. I know that a false statement can lead to discipline.',
    late: 'I know that my certification is expired and that staff will review this renewal, which can take up to 30 days.',
  },
  error: {
    signatureName:
      'Type your name as it is on your certificate: {{name}}. Capitals and accents do not matter.',
    ethics: 'Check the box to agree to the Code of Ethics.',
    hours: 'Check the box if you completed the hours. If not, stop here: your form is saved.',
    records: 'Check the box about keeping your records.',
    truth: 'Check the box to say that what you entered is true.',
    late: 'Check the box about late renewal.',
  },
}
