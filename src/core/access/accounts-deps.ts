/** What the operations on accounts are given. */
import type { Caller } from '../../model/access.ts'
import type { Outcome } from '../../model/outcome.ts'
import type { AccessChanges } from './access-changes.ts'
import type { AnyCommand } from './authorize.ts'
import type { AccessReads, AccessStore } from '../ports/access-store.ts'
import type { Hashing } from '../ports/hashing.ts'
import type { OneTimeCodes } from '../ports/one-time-codes.ts'
import type { PasskeyCheck } from '../ports/passkey-check.ts'
import type { SecretBox } from '../ports/secret-box.ts'
import type { Secrets } from './secrets.ts'

/**
 * Carries out commands on lists and their members. The write path, which authorizes each of them, is handed in as one.
 */
interface CommandCommitter {
  commit(account: Caller, commands: readonly AnyCommand[]): Promise<Outcome[]>
}

export interface AccountsDeps extends Secrets {
  /** To be read; what is changed goes by `changes`. */
  access: AccessReads & Pick<AccessStore, 'note'>
  changes: AccessChanges
  committer: CommandCommitter
  hashing: Hashing
  codes: OneTimeCodes
  secretBox: SecretBox
  passkeyCheck: PasskeyCheck
  newId: () => string
  nowMs: () => number
}
