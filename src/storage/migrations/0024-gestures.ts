import type { Dialect } from '../driver.ts'
import type { Migration } from '../migration.ts'

/** A person does all commands of one gesture at once. Its index has those that say of which they are. */
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
