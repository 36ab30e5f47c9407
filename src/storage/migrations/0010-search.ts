import type { Dialect } from '../driver.ts'
import type { Migration } from '../migration.ts'

/**
 * What todos are searched by: their texts as model/filter/words.ts makes them searchable, and an index of their words
 * and labels, each behind its list's key. They are rows of their own, so that changing anything else of a todo does not
 * touch them. `texts_at`: the version of a list up to which they are there; behind it where a node of the version
 * before wrote.
 */
export const search: Migration = {
  olderNodes: 'must stop',
  because:
    "They would compute an account's digest without its filters, and copies of it would be fetched again and again.",
  statements,
}

function statements(dialect: Dialect): string[] {
  return [...texts(dialect), ...filters(dialect)]
}

function texts({ engine, type, clustered, byCodeUnit }: Dialect): string[] {
  const text = `${type('text')} ${byCodeUnit} not null`
  const key = `list ${type('integer')} not null, number ${type('integer')} not null`
  const columns = `${key}, name ${text}, notes ${text}`
  const index =
    engine === 'sqlite'
      ? [
          `create table texts (${columns}, primary key (list, number)) ${clustered}`,
          // A row's id is made of its list and number; see textRow in texts.ts.
          `create virtual table text_index using fts5 (tokens, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '_'")`,
        ]
      : [
          `create table texts (${columns}, tokens tsvector not null, primary key (list, number))`,
          // What waits to be put in is looked through as a whole.
          'create index text_index on texts using gin (tokens) with (gin_pending_list_limit = 256)',
        ]
  return [...index, `alter table spaces add column texts_at ${type('bigint')} not null default 0`]
}

/** Filters under a name. They are rows of their account's space. */
function filters({ type, clustered, byCodeUnit }: Dialect): string[] {
  const [text, bigint] = [type('text'), type('bigint')]
  return [
    `create table filters (
      account ${type('integer')} not null references accounts (key),
      id ${type('uuid')} not null,
      name ${text} not null,
      filter ${text} not null,
      colour ${text} not null,
      position ${text} ${byCodeUnit},
      version ${bigint} not null,
      created_at ${bigint} not null,
      updated_at ${bigint} not null,
      deleted_at ${bigint},
      primary key (account, id)
    ) ${clustered}`,
    'create index filters_by_version on filters (account, version)',
  ]
}
