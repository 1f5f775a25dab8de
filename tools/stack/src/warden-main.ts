/** Reads, line by line, which processes there are; once nobody writes any more it ends those of the last line. */
import { createInterface } from 'node:readline'
import { endAll, type Noted } from './left-over.ts'

let last = '[]'
// Only its owner's end is a reason to end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
for await (const line of createInterface({ input: process.stdin })) last = line
await endAll(JSON.parse(last) as Noted[])
