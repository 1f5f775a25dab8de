import { domainToASCII } from 'node:url'

const local = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/
const domain = /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+$/

/**
 * Exactly one addr-spec, or nothing. Lists, groups, display names, quoted parts and line ends never
 * get as far as a command or a header.
 */
export function addressOf(text: string): string | undefined {
  const at = text.lastIndexOf('@')
  if (at < 1 || text.length > 254) return undefined
  const host = text.slice(at + 1)
  // oxlint-disable-next-line no-control-regex -- everything beyond ASCII needs the converter
  const ascii = /^[\x00-\x7f]*$/.test(host) ? host : domainToASCII(host)
  if (!local.test(text.slice(0, at)) || !domain.test(ascii)) return undefined
  return `${text.slice(0, at)}@${ascii}`
}
