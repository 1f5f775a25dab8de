// Healthy is who answers at HEALTH_URL.
const answer = await fetch(process.env.HEALTH_URL, { signal: AbortSignal.timeout(3_000) }).catch(
  () => undefined,
)
process.exit(answer?.ok ? 0 : 1)
