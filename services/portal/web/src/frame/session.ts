import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { sessionQuery, type Session } from '../api/queries.ts'
import { dayOf } from '../format.ts'

/** Loaded before anything is drawn. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data
}

/** The program's day: in a demonstration it is not the machine's. */
export function useToday(): string {
  const { demo } = useSession()
  const [machine] = useState(() => dayOf(new Date()))
  return demo?.today ?? machine
}

/** "Google" or "Microsoft", when the person signs in with one of them. */
export function providerName(method: string | null | undefined): string | null {
  if (method === 'google') return 'Google'
  return method === 'microsoft' ? 'Microsoft' : null
}
