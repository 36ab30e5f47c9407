import type { Dialect } from '../driver.ts'
import type { Migration } from '../migration.ts'

/**
 * What todos are searched by is no longer kept up by those who write them, but soon after: `texts_at` says up to which
 * version of a list it is there. Its rows are nobody's but the indexer's, so that neither waits for the other. (The
 * column of `spaces` stays for nodes of the version before.) `labels`: those that the index has, to see whether they
 * changed. And an index for the order by priority.
 */
export const textsApart: Migration = {
  olderNodes: 'must stop',
  because: 'They would write to the index of search themselves, beside the one that brings it up.',
  statements,
}

function statements({ type, clustered }: Dialect): string[] {
  return [
    `create table texts_at (
      list ${type('integer')} primary key,
      version ${type('bigint')} not null
    ) ${clustered}`,
    'insert into texts_at (list, version) select spaces.key, texts_at from lists join spaces on spaces.key = lists.key',
    `alter table texts add column labels ${type('text')} not null default ''`,
    // Most todos have none, and cost nothing here.
    'create index todos_by_priority on todos (list, priority, created_at, id) where priority > 0 and deleted_at is null',
  ]
}
