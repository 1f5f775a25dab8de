/** One mail, complete but for its form on the wire. */
export interface Letter {
  readonly messageId: string
  readonly to: string
  readonly language: 'en' | 'es'
  readonly subject: string
  readonly text: string
  readonly html: string
  /** Known to have no line that is too long for SMTP or starts with a dot. */
  readonly short?: boolean
  readonly date: Date
  /** One press in the mail program switches the extra reminders off (RFC 8058). */
  readonly unsubscribe?: string | undefined
  /** For traces: what kind of mail, and who caused it. Nothing of it is in the mail. */
  readonly kind?: string
  readonly traceparent?: string | null
}

/**
 * What became of handing a mail over.
 *   sent       the server took it
 *   refused    it never will (5xx about this mailbox or this mail)
 *   deferred   it was tried and may be tried again; the server may even have it, when the line
 *              broke after the final dot
 *   unsent     it was not tried: no connection, or no time left
 */
export interface Handing {
  readonly outcome: 'sent' | 'refused' | 'deferred' | 'unsent'
  /** The server's reply; 0 when it gave none. */
  readonly code: number
}

/** A letter is written when its turn comes, so that a large batch does not fill the memory. */
export type Compose = () => Letter

export interface Sender {
  /** Answers in the order given. Nothing new is started after `until` (performance.now()). */
  send(letters: readonly Compose[], until: number): Promise<readonly Handing[]>
  close(): Promise<void>
}

export interface Server {
  readonly host: string
  readonly port: number
  /** TLS from the first byte (smtps:). */
  readonly implicitTls: boolean
  /** Refuse to speak in clear text. */
  readonly requireTls: boolean
  readonly user?: string | undefined
  readonly password?: string | undefined
  /** Beside the well-known authorities. */
  readonly ca?: string | undefined
}

export function isLoopback(host: string): boolean {
  return ['127.0.0.1', 'localhost', '::1', '[::1]'].includes(host)
}

/** smtp://user:password@host:587 or smtps://host; only loopback may go without TLS unless told so. */
export function serverOf(address: string, tls: 'required' | 'offered' | 'auto' = 'auto'): Server {
  const url = new URL(address)
  const implicitTls = url.protocol === 'smtps:'
  return {
    host: url.hostname,
    port: Number(url.port || (implicitTls ? 465 : 587)),
    implicitTls,
    requireTls: tls === 'required' || (tls === 'auto' && !isLoopback(url.hostname)),
    ...(url.username && {
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
    }),
  }
}
