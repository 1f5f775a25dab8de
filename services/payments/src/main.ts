import { runService } from '@peercert/chassis/main'
import { payments } from './app.ts'

export { payments as service } from './app.ts'

if (import.meta.main) await runService(payments)
