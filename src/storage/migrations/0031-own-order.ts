import type { Migration } from '../migration.ts'

/** An account has lists in an order of its own: views say where a list stands for it. */
export const ownOrder: Migration = {
  olderNodes: 'must stop',
  because: 'They would tell views without the place of their list.',
  statements: ({ type, byCodeUnit }) => [
    `alter table views add column position ${type('text')} ${byCodeUnit}`,
  ],
}
