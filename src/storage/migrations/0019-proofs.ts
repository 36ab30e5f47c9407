import type { Dialect } from '../driver.ts'

/** When the owner of a session last showed once more who they are. Milliseconds. */
export function proofs({ type }: Dialect): string[] {
  return [`alter table credentials add column proven_at ${type('bigint')}`]
}
