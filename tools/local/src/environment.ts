import type { Environment } from '@peercert/chassis/config'
import type { DataFolder } from './data-folder.ts'

export const contact = {
  phone: '1-800-555-0117',
  hours: 'Monday to Friday, 8 a.m. to 5 p.m. Pacific time',
}

/** Addresses on loopback by the name of the part that listens there. */
export type Urls = Readonly<Record<string, string>>

/** The same variables that a deployment sets; only the values are local. */
export function environments(urls: Urls, databases: Urls, folder: DataFolder): Record<string, Environment> {
  const service = (name: string): Environment => ({
    HOST: '127.0.0.1',
    PORT: new URL(url(urls, name)).port,
    DATABASE_URL: url(databases, name),
    PEERS_ISSUER: `${url(urls, 'sign-in')}/realms/peers`,
    STAFF_ISSUER: `${url(urls, 'sign-in')}/realms/staff`,
    CLIENT_SECRET: folder.secret(`client.${name}`),
    RATE_LIMIT: '6000',
  })
  const others = {
    IDENTITY_URL: url(urls, 'identity'),
    APPLICATIONS_URL: url(urls, 'applications'),
    PAYMENTS_URL: url(urls, 'payments'),
    NOTIFICATIONS_URL: url(urls, 'notifications'),
    PORTAL_URL: url(urls, 'portal'),
    PROGRAM_PHONE: contact.phone,
  }
  return {
    identity: { ...service('identity'), ...others, PORTAL_CLIENT_ID: 'portal' },
    applications: { ...service('applications'), ...others },
    payments: {
      ...service('payments'),
      ...others,
      CARD_API_URL: url(urls, 'card'),
      CARD_SCRIPT_URL: `${url(urls, 'card')}/v3/`,
      CARD_SECRET_KEY: `sk_test_${folder.secret('card')}`,
      CARD_PUBLISHABLE_KEY: 'pk_test_local',
      CARD_WEBHOOK_SECRET: `whsec_${folder.secret('card.webhook')}`,
    },
    notifications: {
      ...service('notifications'),
      ...others,
      SMTP_URL: url(urls, 'smtp'),
      MAIL_FROM: 'certification@program.example',
      UNSUBSCRIBE_SECRET: folder.secret('unsubscribe'),
      BOUNCE_SECRET: folder.secret('bounce'),
    },
    portal: {
      ...service('portal'),
      ...others,
      PUBLIC_URL: url(urls, 'portal'),
      PORTAL_CLIENT_ID: 'portal',
      PORTAL_CLIENT_SECRET: folder.secret('client.portal'),
      SESSION_SECRET: folder.secret('session'),
      CARD_SCRIPT_URL: `${url(urls, 'card')}/v3/`,
      PROGRAM_SITE: new URL(url(urls, 'portal')).host,
      PROGRAM_HOURS: contact.hours,
      DEMO_URL: url(urls, 'control'),
      MAIL_URL: url(urls, 'mail'),
    },
    'ce-audit': service('ce-audit'),
  }
}

function url(urls: Urls, name: string): string {
  const found = urls[name]
  if (!found) throw new Error(`no address for ${name}`)
  return found
}
