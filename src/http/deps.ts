/** What the HTTP application is given: it makes no clock, id or database of its own. */
import type { Committer } from '../core/write/commit.ts'
import type { Feed } from '../core/feed/feed.ts'
import type { Accounts } from '../core/access/accounts.ts'
import type { Identities } from '../core/access/identities.ts'
import type { Passkeys } from '../core/access/passkeys.ts'
import type { SecondFactors } from '../core/access/second-factor.ts'
import type { Importer } from '../core/write/import/import.ts'
import type { Sharing } from '../core/access/sharing.ts'
import type { Undo } from '../core/history/undo.ts'
import type { Keys } from '../core/access/sign-in.ts'
import type { Subscriptions } from '../core/reminders/subscriptions.ts'
import type { AccessReads } from '../core/ports/access-store.ts'
import type { HolidayCalendar } from '../core/ports/holiday-calendar.ts'
import type { Reads } from '../core/ports/store.ts'
import type { Caller } from '../model/access.ts'
import type { Bodies } from './body.ts'
import type { BuiltPage } from './built-page.ts'
import type { VisitDeps } from './visit.ts'

export interface HttpDeps extends VisitDeps {
  reads: Reads
  committer: Committer
  accounts: Accounts
  keys: Keys
  secondFactors: SecondFactors
  passkeys: Passkeys
  sharing: Sharing
  identities: Identities
  undo: Undo
  importer: Importer
  /**
   * Keeps all that comes until it is whole.
   * @throws AppError `storage_full`, `import_running`
   */
  spool: (chunks: AsyncIterable<Uint8Array>) => Promise<Spooled>
  /** Lets others have a turn. */
  turn: () => Promise<void>
  subscriptions: Subscriptions
  access: AccessReads
  holidays: HolidayCalendar
  newId: () => string
  hash: (text: string) => string
  /** Where the application is mounted, without a slash at its end: '' or such as '/todo-server'. */
  prefix: string
  version: string
  /** Where people reach it, with the prefix; undefined: as each request says. */
  publicUrl: string | undefined
  /** Pages of these origins may use the API, with tokens. */
  allowedOrigins: readonly string[]
  /** Whether only this computer may ask. */
  localOnly: boolean
  /** Is aborted when the server begins to stop. */
  stopping: AbortSignal
  feed: Feed
  bodies: Bodies
  /** Makes a socket of the request, on the runtime's server that it came by. */
  upgrade: (request: Request, server: unknown, caller: Caller | undefined) => void
  /** Calls back after a while, unless the function it returns was called. */
  later: (ms: number, callback: () => void) => () => void
  /** Rejects when the page can't be built. */
  page: () => Promise<BuiltPage>
  /** Milliseconds since 1970. */
  nowMs: () => number
  /** What must be there, so that this node should get requests. */
  readiness: readonly ReadinessCheck[]
  log: RequestLog
}

/** What has come in whole; it is read once, and let go at the end of the block. */
export interface Spooled extends AsyncIterable<Uint8Array>, AsyncDisposable {}

export interface RequestLog {
  request(entry: { method: string; path: string; status: number; ms: number }): void
  fault(error: unknown, where: string): void
  /** An answer ended before it was complete, after so many bytes. @param why - what was thrown, or in words */
  cut(why: unknown, path: string, bytes: number): void
}

/** One thing that a node needs, so that it should get requests. */
export interface ReadinessCheck {
  /** What it is about, as it is told: `database`. */
  of: string
  /**
   * What is in the way now, as it is told behind that: `read-only`; undefined where nothing is. What it throws is told
   * by its kind, else as `away`.
   * @param gone - is aborted when nobody waits for the answer any more, which is told as `silent`
   */
  obstacle(gone: AbortSignal): Promise<string | undefined>
}
