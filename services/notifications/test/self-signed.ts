import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** A key and a certificate that it signs itself, for 127.0.0.1. Just enough of X.509 for a test. */
export function selfSigned(): { readonly key: string; readonly cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = sequence(set(sequence(oid('2.5.4.3'), text('test'))))
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'))
  const year = 365 * 86_400_000
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    sequence(time(new Date(Date.now() - year)), time(new Date(Date.now() + year))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    // subjectAltName: the address 127.0.0.1.
    tagged(
      0xa3,
      sequence(
        sequence(oid('2.5.29.17'), octets(sequence(tagged(0x87, Buffer.from([127, 0, 0, 1]))))),
      ),
    ),
  )
  const signature = sign('sha256', body, privateKey)
  const der = sequence(body, algorithm, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])))
  const lines = der.toString('base64').replaceAll(/.{64}/g, '$&\n')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  }
}

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...parts: readonly Buffer[]) => tagged(0x30, ...parts)
const set = (...parts: readonly Buffer[]) => tagged(0x31, ...parts)
const integer = (bytes: Buffer) => tagged(0x02, bytes)
const octets = (content: Buffer) => tagged(0x04, content)
const text = (value: string) => tagged(0x0c, Buffer.from(value))
const time = (at: Date) =>
  tagged(0x17, Buffer.from(`${at.toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`))

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const value of rest) {
    const groups = [value & 127]
    for (let more = value >> 7; more > 0; more >>= 7) groups.unshift((more & 127) | 128)
    bytes.push(...groups)
  }
  return tagged(0x06, Buffer.from(bytes))
}
