import type { Dialect } from '../driver.ts'
import type { Migration } from '../migration.ts'

/**
 * For readers that come back: a digest of each space's rows (with the version it is of, as nodes of the version before
 * do not keep it up), the version below which a cursor can't be served, and the rows that left a space.
 */
export const sync: Migration = {
  olderNodes: 'must stop',
  because: 'They would not tell readers that come back which rows left a space.',
  statements,
}

function statements({ type, clustered }: Dialect): string[] {
  return [
    `alter table spaces add column digest ${type('text')}`,
    `alter table spaces add column digest_at ${type('bigint')}`,
    `alter table spaces add column floor ${type('bigint')} not null default 0`,
    `create table departures (
      space ${type('integer')} not null references spaces (key),
      version ${type('bigint')} not null,
      id ${type('uuid')} not null,
      primary key (space, version, id)
    ) ${clustered}`,
  ]
}
