import type { Environment } from '@peercert/chassis/config'
import type { DataFolder } from './data-folder.ts'

export const contact = {
  phone: '1-800-555-0117',
  hours: {
    en: 'Monday to Friday, 8 a.m. to 5 p.m.',
    es: 'de lunes a viernes, de 8 a. m. a 5 p. m.',
  },
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
  return {
    HOST: '127.0.0.1',
    PORT: new URL(at(name)).port,
    DATABASE_URL: databases[name],
    PEERS_ISSUER: `${at('sign-in')}/realms/peers`,
    STAFF_ISSUER: `${at('sign-in')}/realms/staff`,
    CLIENT_SECRET: folder.secret(`client.${name}`),
    RATE_LIMIT: '6000',
    IDENTITY_URL: at('identity'),
    APPLICATIONS_URL: at('applications'),
    PAYMENTS_URL: at('payments'),
    NOTIFICATIONS_URL: at('notifications'),
    CE_AUDIT_URL: at('ce-audit'),
    PORTAL_URL: at('portal'),
    PROGRAM_PHONE: contact.phone,
    PORTAL_CLIENT_ID: 'portal',
    CARD_SCRIPT_URL: `${at('card')}/v3/`,
    ...own[name]?.(at, (secret) => folder.secret(secret)),
  }
}

type Lookup = (name: string) => string

/** What only one service needs. */
const own: Readonly<Record<string, (at: Lookup, secret: Lookup) => Environment>> = {
  // Its outbox is all it has: which sanction is in force is looked up there.
  'ce-audit': () => ({ OUTBOX_KEEP_DAYS: '3600', INBOX_KEEP_DAYS: '3650' }),
  payments: (at, secret) => ({
    CARD_API_URL: at('card'),
    CARD_SECRET_KEY: `sk_test_${secret('card')}`,
    CARD_PUBLISHABLE_KEY: 'pk_test_local',
    CARD_WEBHOOK_SECRET: `whsec_${secret('card.webhook')}`,
  }),
  notifications: (at, secret) => ({
    SMTP_URL: at('smtp'),
    MAIL_FROM: 'certification@program.example',
    UNSUBSCRIBE_SECRET: secret('unsubscribe'),
    BOUNCE_SECRET: secret('bounce'),
  }),
  portal: (at, secret) => ({
    PUBLIC_URL: at('portal'),
    PORTAL_CLIENT_SECRET: secret('client.portal'),
    SESSION_SECRET: secret('session'),
    PROGRAM_SITE: at('portal').replace(/^https?:\/\//, ''),
    PROGRAM_HOURS: contact.hours.en,
    PROGRAM_HOURS_ES: contact.hours.es,
    DEMO_URL: at('control'),
    MAIL_URL: at('mail'),
  }),
}
