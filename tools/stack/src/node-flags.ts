/**
 * Flags of every Node process that is a service, in the stack and in measurements; in an image the container's limit says
 * how much. Heaps are bounded, so that a leak ends one process and not the machine.
 */
export const serviceFlags: readonly string[] = [
  '--max-old-space-size=512',
  // Under that bound V8 would mark everything that lives for every 20 MB of garbage, which cost an eighth of all work; so
  // a heap may double first. The young generation gives back what this takes.
  '--heap-growing-percent=100',
  '--max-semi-space-size=8',
  // Prisma reads relations side by side on one connection, which its driver calls deprecated.
  '--disable-warning=DeprecationWarning',
]
