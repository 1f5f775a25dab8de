/** The public page about renewal and continuing education, in our own words. */
export const education = {
  title: 'Certification Renewal and Continuing Education (CE)',
  sections: [
    {
      heading: 'What renewal asks of you',
      paragraphs: [
        'A certification lasts two years and is renewed every two years. One that is not renewed by its expiration date is expired from the next day.',
      ],
      points: [
        'Finish 20 hours of continuing education before you send the renewal, 6 of them in law and ethics.',
        'Read the Code of Ethics and sign it again.',
        'Renew online, on this site, and pay the fee when you send the renewal.',
        'Your certification must be in good standing: not suspended and not revoked.',
      ],
    },
    {
      heading: 'When you can renew',
      paragraphs: [
        'Renewal opens 90 days before the expiration date. We write to your e-mail on file that day, as a courtesy: the date stands whether or not the message reaches you, so keep your e-mail up to date.',
        'After the expiration date a late renewal costs more and takes longer, because staff review it.',
      ],
      points: [],
    },
    {
      heading: 'What counts as continuing education',
      paragraphs: ['Courses within your scope of practice that help you give better support:'],
      points: [
        'courses about the basics of peer support, or about what is new in it;',
        'courses from other fields that help you understand the practice;',
        'courses about the people you serve, such as recovery, wellness, and work with families and groups;',
        'certification training and training in areas of specialization from approved providers;',
        'courses about the practical side of the work, such as records, consultation, supervision, law and ethics.',
      ],
    },
    {
      heading: 'Law and ethics',
      paragraphs: [
        '6 of the 20 hours are about law and ethics in California. Topics are, for example:',
      ],
      points: [
        'confidentiality, record keeping, and a client’s access to records;',
        'treatment of minors, family law, and abuse of children, elders and dependent adults;',
        'dual relationships, disclosures to clients, crisis support and telehealth;',
        'standards of care, liability, insurance, complaints, discipline and unprofessional conduct;',
        'how legal and ethical standards apply in different places of work.',
      ],
    },
    {
      heading: 'Whose courses are accepted',
      paragraphs: ['In person, online, or on your own time, from:'],
      points: [
        'approved training providers and their approved courses;',
        'county behavioral health departments and the providers they contract with;',
        'accredited schools, vocational ones included;',
        'professional certification and licensing boards.',
      ],
    },
    {
      heading: 'How hours add up',
      paragraphs: [],
      points: [
        'One hour of teaching is one hour. Breaks do not count.',
        'Three college units are 12 hours.',
        'The same course counts once in each two-year period, even when taken every year.',
      ],
    },
    {
      heading: 'Records to keep',
      paragraphs: [
        'You send no proof with the renewal. Keep it for at least two years from the day you renew. For each course keep something that shows:',
      ],
      points: [
        'your legal name;',
        'the title of the course, training or event;',
        'the date you took part or finished;',
        'who gave it;',
        'how many hours were taught, without breaks.',
      ],
    },
    {
      heading: 'When a record is missing or unclear',
      paragraphs: [
        'If the title does not show what was taught, keep the agenda or syllabus. For a conference without a certificate, keep the agenda of the session. For school courses, keep the transcript; an unofficial one is accepted. If something is missing, ask the provider.',
      ],
      points: [],
    },
    {
      heading: 'Random reviews',
      paragraphs: [
        'Some people are chosen at random to show their records. If you are chosen we write to you, and you have 10 days to send them electronically. Not meeting the education rules can lead to discipline.',
      ],
      points: [],
    },
  ],
  renew: 'Log in to renew',
}
