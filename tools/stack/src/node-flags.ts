/**
 * Flags of every Node process that is a service, in the stack and in measurements; in an image the container's limit says
 * how much. Heaps are bounded, so that a leak ends one process and not the machine; a closer bound makes V8 mark the whole
 * heap for every 20 MB of garbage. The young generation is large enough for a batch of reminders and small enough for six
 * services on a laptop.
 */
export const serviceFlags: readonly string[] = [
  '--max-old-space-size=512',
  '--max-semi-space-size=16',
  // Prisma reads relations side by side on one connection, which its driver calls deprecated.
  '--disable-warning=DeprecationWarning',
]
