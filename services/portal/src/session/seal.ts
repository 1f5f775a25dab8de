import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

/** Keeps what is private unreadable at rest, and tells our own marks from invented ones. */
export interface Seal {
  close(value: unknown, about: Uint8Array): Uint8Array<ArrayBuffer>
  /** undefined when it was not sealed by us, for this row. */
  open(sealed: Uint8Array, about: Uint8Array): unknown
  mac(purpose: string, text: string): string
}

export function createSeal(secret: string): Seal {
  const key = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', secret, 'peercert-portal', purpose, 32))
  const [sealing, marking] = [key('seal'), key('mac')]
  return {
    close(value, about) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce).setAAD(about)
      const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
      return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), body]))
    },
    open(sealed, about) {
      try {
        const bytes = Buffer.from(sealed)
        const cipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, 12))
        cipher.setAAD(about).setAuthTag(bytes.subarray(12, 28))
        const text = Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()])
        return JSON.parse(text.toString('utf8')) as unknown
      } catch {
        return undefined
      }
    },
    mac: (purpose, text) =>
      createHmac('sha256', marking).update(`${purpose}\0${text}`).digest('base64url'),
  }
}

export function newId(): string {
  return randomBytes(32).toString('base64url')
}

export function hashOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(text).digest())
}

export function equalText(one: string, other: string): boolean {
  return timingSafeEqual(hashOf(one), hashOf(other))
}
