import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { startCard, type CardOptions, type CardSimulator } from '@peercert/simulators/card'
import { startMail, type MailOptions, type MailSimulator } from '@peercert/simulators/mail'
import { startSignIn, type SignInOptions, type SignInSimulator } from '@peercert/simulators/sign-in'
import type { DataFolder } from './data-folder.ts'
import { contact, type Urls } from './environment.ts'
import { demoPassword, people, type Person } from './people.ts'

export interface Simulators {
  readonly card: CardSimulator
  readonly mail: MailSimulator
  readonly signIn: SignInSimulator
  close(): Promise<void>
}

const services = ['identity', 'applications', 'payments', 'notifications', 'portal']
const clients = [...services, 'importer']

export async function startSimulators(
  folder: DataFolder,
  urls: Urls,
  demo: boolean,
): Promise<Simulators> {
  const card = await startCard(cardOptions(folder, urls))
  const mail = await startMail(mailOptions(folder, urls))
  const signIn = await startSignIn(signInOptions(folder, urls, demo))
  return {
    card,
    mail,
    signIn,
    close: async () => void (await Promise.all([signIn.close(), mail.close(), card.close()])),
  }
}

export function cardOptions(folder: DataFolder, urls: Urls): CardOptions {
  return {
    port: portOf(urls.card),
    folder: join(folder.path, 'card'),
    secretKey: `sk_test_${folder.secret('card')}`,
    publishableKey: 'pk_test_local',
    webhook: {
      url: `${urls.payments}/webhooks/card-processor`,
      secret: `whsec_${folder.secret('card.webhook')}`,
    },
    merchants: [urls.portal ?? ''],
  }
}

export function mailOptions(folder: DataFolder, urls: Urls): MailOptions {
  return {
    port: portOf(urls.mail),
    smtpPort: portOf(urls.smtp),
    folder: join(folder.path, 'mail'),
    bounces: { url: `${urls.notifications}/bounces`, secret: folder.secret('bounce') },
  }
}

/** For an import into a stopped system: tokens, and nothing else. */
export function startSignInOnly(folder: DataFolder, urls: Urls): Promise<SignInSimulator> {
  return startSignIn(signInOptions(folder, urls, false))
}

export function signInOptions(folder: DataFolder, urls: Urls, demo: boolean): SignInOptions {
  return {
    port: portOf(urls['sign-in']),
    folder: join(folder.path, 'sign-in'),
    portal: { url: urls.portal ?? '', id: 'portal', secret: folder.secret('client.portal') },
    audience: { peers: services, staff: services },
    services: clients.map((id) => ({
      id,
      secret: folder.secret(`client.${id}`),
      audience: [...services, 'ce-audit'],
      roles: ['service'],
    })),
    smtp: { host: '127.0.0.1', port: portOf(urls.smtp) },
    people: demo ? people.map(signInOf) : [],
    links: { howTo: `${urls.portal}/how-to/renew` },
    help: contact,
  }
}

/** A person as the sign-in is told of them. */
export function signInOf({ name, email, language, realm, roles, signsInWith }: Person) {
  const [firstName = '', ...rest] = name.split(' ')
  return {
    realm,
    subject: subjectOf(email),
    email,
    emailVerified: true,
    firstName,
    lastName: rest.join(' '),
    locale: language,
    roles,
    ...(signsInWith === 'password' ? { password: demoPassword } : { [signsInWith]: true }),
  }
}

/** The same subject at every fresh start, so that a browser's bookmarks and a script's notes go on fitting. */
export function subjectOf(email: string): string {
  const hex = createHash('sha256').update(`peercert demo ${email}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function portOf(url: string | undefined): number {
  return Number(new URL(url ?? '').port)
}
