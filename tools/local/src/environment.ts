import type { Environment } from '@peercert/chassis/config'
import type { DataFolder } from './data-folder.ts'

export const contact = {
  phone: '1-800-555-0117',
  hours: 'Monday to Friday, 8 a.m. to 5 p.m. Pacific time',
}

/** Addresses on loopback by the name of the part that listens there. */
export type Urls = Readonly<Record<string, string>>

/** The same variables that a deployment sets for this service; only the values are local. */
export function environmentOf(
  name: string,
  urls: Urls,
  databases: Urls,
  folder: DataFolder,
): Environment {
  const at = (part: string) => urls[part] ?? ''
  const card = `${at('card')}/v3/`
  const others = {
    IDENTITY_URL: at('identity'),
    APPLICATIONS_URL: at('applications'),
    PAYMENTS_URL: at('payments'),
    NOTIFICATIONS_URL: at('notifications'),
    PORTAL_URL: at('portal'),
    PROGRAM_PHONE: contact.phone,
    PORTAL_CLIENT_ID: 'portal',
    CARD_SCRIPT_URL: card,
  }
  const own: Readonly<Record<string, Environment>> = {
    payments: {
      CARD_API_URL: at('card'),
      CARD_SECRET_KEY: `sk_test_${folder.secret('card')}`,
      CARD_PUBLISHABLE_KEY: 'pk_test_local',
      CARD_WEBHOOK_SECRET: `whsec_${folder.secret('card.webhook')}`,
    },
    notifications: {
      SMTP_URL: at('smtp'),
      MAIL_FROM: 'certification@program.example',
      UNSUBSCRIBE_SECRET: folder.secret('unsubscribe'),
      BOUNCE_SECRET: folder.secret('bounce'),
    },
    portal: {
      PUBLIC_URL: at('portal'),
      PORTAL_CLIENT_SECRET: folder.secret('client.portal'),
      SESSION_SECRET: folder.secret('session'),
      PROGRAM_SITE: at('portal').replace(/^https?:\/\//, ''),
      PROGRAM_HOURS: contact.hours,
      DEMO_URL: at('control'),
      MAIL_URL: at('mail'),
    },
  }
  return {
    HOST: '127.0.0.1',
    PORT: new URL(at(name)).port,
    DATABASE_URL: databases[name],
    PEERS_ISSUER: `${at('sign-in')}/realms/peers`,
    STAFF_ISSUER: `${at('sign-in')}/realms/staff`,
    CLIENT_SECRET: folder.secret(`client.${name}`),
    RATE_LIMIT: '6000',
    ...others,
    ...own[name],
  }
}
