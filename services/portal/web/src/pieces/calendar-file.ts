interface Entry {
  readonly day: string
  readonly title: string
  readonly text: string
}

const escape = (text: string) => text.replaceAll(/[\\;,]/g, (mark) => `\\${mark}`)

/** Lines of at most 75 bytes, as calendars demand; the rest goes on the next line. */
function fold(line: string): string {
  const bytes = new TextEncoder()
  const lines: string[] = []
  let current = ''
  for (const letter of line) {
    if (bytes.encode(current + letter).length > 73) {
      lines.push(current)
      current = ''
    }
    current += letter
  }
  return [...lines, current].join('\r\n ')
}

/** A whole day in a calendar (RFC 5545), with a reminder that morning. */
export function calendarFile({ day, title, text }: Entry): string {
  const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
  const plain = (date: string) => date.replaceAll('-', '')
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Certification//EN',
    'BEGIN:VEVENT',
    `UID:renewal-${day}@certification`,
    `DTSTAMP:${plain(day)}T000000Z`,
    `DTSTART;VALUE=DATE:${plain(day)}`,
    `DTEND;VALUE=DATE:${plain(next)}`,
    `SUMMARY:${escape(title)}`,
    `DESCRIPTION:${escape(text)}`,
    'TRANSP:TRANSPARENT',
    'CLASS:PRIVATE',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escape(title)}`,
    'TRIGGER:PT9H',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]
    .map(fold)
    .join('\r\n')
}
