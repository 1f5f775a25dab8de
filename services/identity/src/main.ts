import { runService } from '@peercert/chassis/main'
import { identity } from './app.ts'

export const service = identity

if (import.meta.main) await runService(identity)
