import type { Migration } from '../migration.ts'

/** The reminders that an account wants of what it gives a due date, as JSON. */
export const defaultReminders: Migration = {
  olderNodes: 'must stop',
  because: 'They would not write them into what is given a due date.',
  statements: ({ type }) => [`alter table accounts add column default_reminders ${type('text')}`],
}
