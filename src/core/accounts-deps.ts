/** What the operations on accounts are given. */
import type { AccessChanges } from './access-changes.ts'
import type { Committer } from './commit.ts'
import type { AccessReads, AccessStore } from './ports/access-store.ts'
import type { Hashing } from './ports/hashing.ts'
import type { OneTimeCodes } from './ports/one-time-codes.ts'
import type { PasskeyCheck } from './ports/passkey-check.ts'
import type { SecretBox } from './ports/secret-box.ts'
import type { Secrets } from './secrets.ts'

export interface AccountsDeps extends Secrets {
  /** To be read; what is changed goes by `changes`. */
  access: AccessReads & Pick<AccessStore, 'note'>
  changes: AccessChanges
  committer: Pick<Committer, 'commit'>
  hashing: Hashing
  codes: OneTimeCodes
  secretBox: SecretBox
  passkeyCheck: PasskeyCheck
  newId: () => string
  nowMs: () => number
}
