import { accessSpace } from '../../model/access.ts'
import type { Dialect } from '../driver.ts'
import type { Migration } from '../migration.ts'

/**
 * Accounts with passwords; what they come with (sessions and tokens, by the hash of their secret); invitations; what
 * was tried at the door; what happened to accounts and keys. Times are milliseconds.
 */
export const accounts: Migration = {
  olderNodes: 'must stop',
  because: 'They would let everyone in, and make members who see what was there before them.',
  statements,
}

function statements({ type, strict, clustered }: Dialect): string[] {
  const [key, text, integer, bigint, boolean] = [
    type('key'),
    type('text'),
    type('integer'),
    type('bigint'),
    type('boolean'),
  ]
  return [
    `alter table accounts add column password ${text}`,
    `alter table accounts add column is_admin ${boolean} not null default false`,
    `alter table accounts add column disabled_at ${bigint}`,
    `alter table accounts add column removed_at ${bigint}`,
    // The list's version at the last change of its members.
    `alter table lists add column members_at ${bigint} not null default 0`,
    // The list's version from which on the account sees it.
    `alter table members add column since ${bigint} not null default 0`,
    'create index members_by_list on members (list)',
    `create table credentials (
      id ${text} primary key,
      account ${integer} not null references accounts (key),
      kind ${text} not null,
      hash ${text} not null,
      name ${text} not null,
      lists ${text},
      deletions_per_hour ${integer},
      deletions ${text},
      address ${text} not null,
      created_at ${bigint} not null,
      used_at ${bigint} not null,
      expires_at ${bigint}
    ) ${strict}`,
    'create index credentials_by_account on credentials (account)',
    `create table invitations (
      id ${text} primary key,
      hash ${text} not null,
      list ${integer} references lists (key),
      role ${text},
      account ${integer} references accounts (key),
      name ${text},
      made_by ${integer} references accounts (key),
      created_at ${bigint} not null,
      expires_at ${bigint} not null,
      used_by ${integer} references accounts (key)
    ) ${strict}`,
    'create index invitations_by_list on invitations (list) where list is not null',
    'create index invitations_by_account on invitations (account) where account is not null',
    `create table attempts (
      subject ${text} primary key,
      failures ${integer} not null,
      last_at ${bigint} not null
    ) ${clustered}`,
    `create table audit (
      key ${key} primary key,
      account ${integer} references accounts (key),
      at ${bigint} not null,
      event ${text} not null,
      address ${text} not null,
      about ${text} not null
    ) ${strict}`,
    'create index audit_by_account on audit (account, key)',
    `insert into spaces (id, version, next_number, last_position, digest, digest_at)
      values ('${accessSpace}', 1, 1, null, '0000000000000000', 1)`,
  ]
}
