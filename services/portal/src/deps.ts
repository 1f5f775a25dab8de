import type pg from 'pg'
import type { Clock } from '@peercert/chassis/clock'
import type { Handlers } from '@peercert/chassis/contract'
import type { Log } from '@peercert/chassis/log'
import type { Signals } from '@peercert/chassis/signals'
import type { operations } from '@peercert/contracts/portal'
import type { ServiceUrls } from './client/services.ts'
import type { PortalConfig } from './config.ts'
import type { Browsers } from './session/browser.ts'
import type { OpenedFiles } from './session/opened-files.ts'
import type { Realms } from './session/realms.ts'
import type { Seal } from './session/seal.ts'
import type { Tokens } from './session/tokens.ts'
import type { Db } from './store/database.ts'

export interface Deps {
  readonly config: PortalConfig
  readonly secure: boolean
  readonly db: Db
  readonly pool: pg.Pool
  readonly clock: Clock
  readonly log: Log
  readonly signals: Signals
  readonly seal: Seal
  readonly browsers: Browsers
  readonly realms: Realms
  readonly tokens: Tokens
  readonly urls: ServiceUrls
  readonly openedFiles: OpenedFiles
}

export type Routes = Handlers<operations, Deps>
