import type { Ready } from './ready.ts'

/** Addresses and demo people, for whoever sits in front of it. */
export function showReady(ready: Ready, say: (line: string) => void): void {
  say(`
PeerCert is ready.

  Portal     ${ready.portal}
  Mail       ${ready.mail}
  Card desk  ${ready.card}
  Clock      ${ready.clock}
  Services   ${Object.entries(ready.services)
    .map(([name, url]) => `${name} ${url}`)
    .join('\n             ')}
`)
  if (ready.people.length === 0) return
  say(`  Demo people (password ${ready.people[0]?.password}):\n`)
  for (const { shows, language, name, email, signsInWith, roles } of ready.people)
    say(
      `  ${(shows === 'staff' ? (roles[0] ?? '') : shows).padEnd(22)} ${language}  ${name.padEnd(22)} ${email}${signsInWith === 'password' ? '' : `  (${signsInWith})`}`,
    )
}
