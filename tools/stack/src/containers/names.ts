/** The real parts; their images are settings. */
export const realParts = ['postgres', 'nats', 'kafka', 'keycloak'] as const
export type RealPart = (typeof realParts)[number]

/** What `npm run images` calls an image that it builds. */
export const localName = (name: string) => `peercert.local/${name}:dev`

/** IMAGE_KAFKA and so on name another image than the local one, such as an official one by its digest. */
export function partImage(part: RealPart): string {
  return process.env[`IMAGE_${part.toUpperCase()}`] || localName(part)
}
