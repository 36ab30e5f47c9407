import type { Dialect } from '../driver.ts'
import type { Migration } from '../migration.ts'

/** The journal gets when a command was carried out by who sent it, as they say, beside when it was accepted. */
export const doneAt: Migration = {
  olderNodes: 'must stop',
  because:
    'They would refuse commands that say when they were done, and finish todos as of when they hear of it.',
  statements,
}

function statements({ type }: Dialect): string[] {
  return [`alter table journal add column done_at ${type('bigint')}`]
}
