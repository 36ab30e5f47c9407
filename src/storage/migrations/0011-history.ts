import type { Dialect } from '../driver.ts'
import type { Migration } from '../migration.ts'

/**
 * The journal as a history: what an account came with, which entry a command took back, and an index by which a list's
 * entries are found. Its `time` saves looking at the rows that are passed over. Of keys that are gone the name is kept.
 */
export const history: Migration = {
  olderNodes: 'must stop',
  because:
    'Their entries of the history would not say by which key they were made, and would not be found by it.',
  statements,
}

function statements({ type, strict }: Dialect): string[] {
  const [text, bigint] = [type('text'), type('bigint')]
  return [
    `alter table journal add column credential ${text}`,
    `alter table journal add column undoes ${text}`,
    "create index journal_by_version on journal (space, version, time) where changes <> '{}'",
    `create table former_credentials (
      id ${text} primary key,
      kind ${text} not null,
      name ${text} not null,
      over_at ${bigint} not null
    ) ${strict}`,
    "insert into meta (key, value) values ('pruned_at', '0')",
  ]
}
