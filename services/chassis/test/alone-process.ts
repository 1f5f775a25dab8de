import { runService } from '../src/main.ts'
import { counter } from './kit-service.ts'

/** The counter as a process of its own, on Kafka and NATS as its settings say. */
await runService(counter)
