import type { Dialect } from '../driver.ts'
import type { Migration } from '../migration.ts'

/** When the owner of a session last showed once more who they are. Milliseconds. */
export const proofs: Migration = {
  olderNodes: 'must stop',
  because: 'They would ask for no fresh proof of what gives an account away.',
  statements,
}

function statements({ type }: Dialect): string[] {
  return [`alter table credentials add column proven_at ${type('bigint')}`]
}
