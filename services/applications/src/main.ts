import { runService } from '@peercert/chassis/main'
import { applications } from './app.ts'

export const service = applications

if (import.meta.main) await runService(service)
