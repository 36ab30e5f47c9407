import type { Migration } from '../migration.ts'

/** An account's default reminders are kept as JSON, as they are only read as a whole. */
export const defaultReminders: Migration = {
  olderNodes: 'must stop',
  because: 'They would not write them into what is given a due date.',
  statements: ({ type }) => [`alter table accounts add column default_reminders ${type('text')}`],
}
