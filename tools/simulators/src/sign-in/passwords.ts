import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** Half of what a production server would take: dozens of demo people are made at the first start. */
const cost = 2 ** 13

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(password.normalize('NFKC'), salt, 32, { N: cost }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  )
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt)
  return `scrypt$${cost}$${salt.toString('base64url')}$${key.toString('base64url')}`
}

const nobody = hashPassword(randomBytes(16).toString('hex'))

/** Takes as long for somebody who does not exist as for somebody who does. */
export async function checkPassword(password: string, stored: string | null): Promise<boolean> {
  const [, , salt = '', key = ''] = (stored ?? (await nobody)).split('$')
  const wanted = Buffer.from(key, 'base64url')
  const given = await derive(password, Buffer.from(salt, 'base64url'))
  return timingSafeEqual(given, wanted) && stored !== null
}
