import { html } from '../markup.ts'
import { nameOf, type Account } from './accounts.ts'
import type { Help, Language, Provider } from './options.ts'
import { providerNames } from './options.ts'
import type { OutgoingLetter } from './smtp-client.ts'

export type LetterKind = 'verify' | 'known' | 'reset' | 'reset-provider' | 'change'

interface Words {
  subject: string
  text: string
}

/** Subjects say nothing about what the account is for: others read them on a locked screen. */
const letters: Record<Language, Record<LetterKind, Words>> = {
  en: {
    verify: {
      subject: 'Confirm your email',
      text: 'Open this link to confirm your email and finish creating your account. It works for 24 hours.',
    },
    known: {
      subject: 'You already have an account',
      text: 'Somebody, probably you, wanted to create an account with this address. It already has one: {how}. You do not need a new account.',
    },
    reset: {
      subject: 'Reset your password',
      text: 'Open this link to choose a new password. It works once, for 60 minutes.',
    },
    'reset-provider': {
      subject: 'How you log in',
      text: 'This address has no password here: {how}.',
    },
    change: {
      subject: 'Confirm your new email',
      text: 'Open this link to use this address from now on. It works for 24 hours. Until you open it nothing changes.',
    },
  },
  es: {
    verify: {
      subject: 'Confirme su correo electrónico',
      text: 'Abra este enlace para confirmar su correo y terminar de crear su cuenta. Sirve por 24 horas.',
    },
    known: {
      subject: 'Usted ya tiene una cuenta',
      text: 'Alguien, probablemente usted, quiso crear una cuenta con este correo. Ya tiene una: {how}. No necesita una cuenta nueva.',
    },
    reset: {
      subject: 'Restablezca su contraseña',
      text: 'Abra este enlace para elegir una contraseña nueva. Sirve una sola vez, por 60 minutos.',
    },
    'reset-provider': {
      subject: 'Cómo inicia sesión',
      text: 'Este correo no tiene contraseña aquí: {how}.',
    },
    change: {
      subject: 'Confirme su correo nuevo',
      text: 'Abra este enlace para usar este correo desde ahora. Sirve por 24 horas. Mientras no lo abra, nada cambia.',
    },
  },
}

const frame = {
  en: {
    program: 'Certification Program',
    hello: 'Hello {name},',
    nothing: 'If you did not ask for this, do nothing.',
    help: 'Help: {phone}.',
    why: 'You get this message because somebody entered this address at {site}.',
    withPassword: 'log in with this email and its password',
    withProvider: 'use the button Sign in with {provider}',
  },
  es: {
    program: 'Programa de Certificación',
    hello: 'Hola {name}:',
    nothing: 'Si usted no lo pidió, no haga nada.',
    help: 'Ayuda: {phone}.',
    why: 'Recibe este mensaje porque alguien escribió este correo en {site}.',
    withPassword: 'inicie sesión con este correo y su contraseña',
    withProvider: 'use el botón Iniciar sesión con {provider}',
  },
}

function howToLogIn(account: Account, language: Language): string {
  const f = frame[language]
  if (account.password) return f.withPassword
  const [provider] = Object.keys(account.linked) as Provider[]
  return provider ? f.withProvider.replace('{provider}', providerNames[provider]) : f.withPassword
}

export interface LetterParts {
  kind: LetterKind
  language: Language
  account: Account
  to: string
  /** The link to press, if there is one. */
  link?: string
}

interface Sender {
  from: { name: string; address: string }
  site: string
  help: Help
}

export function composeLetter(parts: LetterParts, { from, site, help }: Sender): OutgoingLetter {
  const { kind, language, account, to, link } = parts
  const f = frame[language]
  const words = letters[language][kind]
  const lines = [
    f.hello.replace('{name}', nameOf(account)),
    words.text.replace('{how}', howToLogIn(account, language)),
    ...(link ? [link] : []),
    f.nothing,
    f.help.replace('{phone}', help.phone),
    f.why.replace('{site}', site),
  ]
  const paragraphs = lines.map((line) =>
    line === link
      ? html`<p style="margin:0 0 16px">
          <a href="${line}" style="color:#07648d;overflow-wrap:anywhere">${line}</a>
        </p>`
      : html`<p style="margin:0 0 16px">${line}</p>`,
  )
  const page = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <title>${words.subject}</title>
      </head>
      <body
        style="background:#fff;color:#1c1d1f;font:17px/26px system-ui,sans-serif;margin:0;padding:16px"
      >
        <div style="max-width:600px">
          <p style="font-size:15px;margin:0 0 24px">${f.program}</p>
          ${paragraphs}
        </div>
      </body>
    </html>`
  return {
    from,
    to,
    subject: words.subject,
    text: [f.program, ...lines].join('\n\n'),
    html: page.markup,
  }
}
