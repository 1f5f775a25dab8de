import type { NotificationsConfig } from './config.ts'
import type { DeliveryOptions } from './jobs/delivery.ts'
import { addressOf } from './smtp/address.ts'
import { paceOf } from './smtp/pace.ts'
import { pipelinedSender } from './smtp/pipelined.ts'
import { serverOf } from './smtp/sender.ts'
import { singleSender } from './smtp/single.ts'

export interface PostOffice {
  readonly desks: readonly DeliveryOptions[]
  close(): Promise<void>
}

/**
 * Two desks: service mail one by one through nodemailer, reminders by the thousand through our own
 * client. They share the provider's pace, and service mail never waits for it.
 */
export function postOffice(config: NotificationsConfig): PostOffice {
  const from = addressOf(config.mailFrom)
  const replyTo = addressOf(config.mailReplyTo || config.mailFrom)
  if (!from || !replyTo) throw new Error('MAIL_FROM and MAIL_REPLY_TO must be addresses')
  const { leaseMs, smtpTimeoutMs, mailsPerSecond, roundSize } = config
  const common = {
    server: serverOf(config.smtpUrl, config.smtpTls),
    envelope: { from, replyTo },
    maxMessages: config.smtpMailsPerConnection,
    // Half of a lease is for handing over, the other half for the last replies.
    timeoutMs: Math.min(smtpTimeoutMs, leaseMs / 4),
    pace: paceOf(mailsPerSecond),
  }
  const single = singleSender(common)
  const pipelined = pipelinedSender({ ...common, connections: config.smtpConnections })
  const post = {
    patience: { firstMs: config.retryFirstMs, forMs: config.retryForHours * 3_600_000 },
    domain: from.slice(from.lastIndexOf('@') + 1),
    portalUrl: config.portalUrl,
  }
  // A round must fit into its lease at the provider's pace, together with the two that wait for it.
  const atPace = Math.max(1, Math.floor((mailsPerSecond * leaseMs) / 8_000))
  const most = mailsPerSecond === 0 ? roundSize : Math.min(roundSize, atPace)
  return {
    desks: [
      { lane: 'service', most: Math.min(most, 200), leaseMs, post: { ...post, sender: single } },
      { lane: 'reminders', most, leaseMs, post: { ...post, sender: pipelined } },
    ],
    async close() {
      await Promise.all([single.close(), pipelined.close()])
    },
  }
}
