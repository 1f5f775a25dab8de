import { runService } from '../src/main.ts'
import { localCarriers } from './kit-platform.ts'
import { counter } from './kit-service.ts'

/** The counter as a process of its own, for tests that end it. */
await runService(counter, localCarriers)
