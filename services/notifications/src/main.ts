import { runService } from '@peercert/chassis/main'
import { notifications } from './app.ts'

export { notifications as service } from './app.ts'

if (import.meta.main) await runService(notifications)
