import type { Migration } from '../migration.ts'

/** What an account wants of the page is kept as JSON, as it is only read as a whole. */
export const accountSettings: Migration = {
  olderNodes: 'may go on',
  because: 'They write no such settings, and nothing that they do depends on them.',
  statements: ({ type }) => [`alter table accounts add column settings ${type('text')}`],
}
