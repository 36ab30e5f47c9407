import type { Migration } from '../migration.ts'

/** Adds views, which say how an account has lists, filters and labels shown. One has the id of what it is of. */
export const views: Migration = {
  olderNodes: 'must stop',
  because: "They would tell readers of an account's space nothing of its views.",
  statements: ({ type, clustered, byCodeUnit }) => [
    `create table views (
      account ${type('integer')} not null references accounts (key),
      id ${type('uuid')} not null,
      label ${type('text')} ${byCodeUnit},
      sort_by ${type('text')} not null,
      descending ${type('boolean')} not null,
      group_by ${type('text')} not null,
      show_finished ${type('boolean')} not null,
      new_on_top ${type('boolean')} not null,
      folded ${type('text')} not null,
      colour ${type('text')} not null,
      version ${type('bigint')} not null,
      created_at ${type('bigint')} not null,
      updated_at ${type('bigint')} not null,
      deleted_at ${type('bigint')},
      primary key (account, id)
    ) ${clustered}`,
    'create index views_by_version on views (account, version)',
  ],
}
