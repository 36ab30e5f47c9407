import type { Dialect } from '../driver.ts'
import type { Migration } from '../migration.ts'

/** Commands that a person gave at once have the same gesture. The index has only entries with a gesture. */
export const gestures: Migration = {
  olderNodes: 'must stop',
  because:
    'They would refuse commands that say of which gesture they are, and take back one command of many.',
  statements,
}

function statements({ type }: Dialect): string[] {
  return [
    `alter table journal add column gesture ${type('text')}`,
    'create index journal_by_gesture on journal (account, gesture) where gesture is not null',
  ]
}
