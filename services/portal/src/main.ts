import { runService } from '@peercert/chassis/main'
import { portal } from './app.ts'

export const service = portal

if (import.meta.main) await runService(portal)
