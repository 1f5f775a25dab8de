/** The stand-in of the CE-audit and discipline service as a process of its own, until the service exists. */
import { runService } from '@peercert/chassis/main'
import { ceAudit } from '@peercert/local/ce-audit'

await runService(ceAudit)
