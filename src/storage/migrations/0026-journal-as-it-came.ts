import type { Dialect } from '../driver.ts'
import type { Migration } from '../migration.ts'

/**
 * SQLite kept the journal in the order of accounts and ids, so that the entries of a batch were written all over it: a
 * page for each, where many accounts write. Now they are put at its end, and the index of ids has only those that are
 * looked for by them. PostgreSQL has always put rows at the end.
 */
export const journalAsItCame: Migration = {
  olderNodes: 'may go on',
  because: 'They find what they look for all the same, if slowly.',
  statements,
}

const columns =
  'account, id, space, version, time, type, subject, changes, fingerprint, answer, credential, undoes, visit, done_at, gesture'

function statements({ engine }: Dialect): string[] {
  if (engine === 'postgres') return []
  return [
    `create table new_journal (
      account integer not null,
      id text not null,
      space integer not null,
      version integer not null,
      time integer not null,
      type text not null,
      subject text not null,
      changes text not null,
      fingerprint text,
      answer text,
      credential text,
      undoes text,
      visit text,
      done_at integer,
      gesture text
    ) strict`,
    `insert into new_journal (${columns}) select ${columns} from journal`,
    'drop table journal',
    'alter table new_journal rename to journal',
    'create unique index journal_by_id on journal (account, id) where (fingerprint is not null or visit is not null)',
    "create index journal_by_version on journal (space, version, time) where changes <> '{}'",
    'create index journal_by_gesture on journal (account, gesture) where gesture is not null',
  ]
}
