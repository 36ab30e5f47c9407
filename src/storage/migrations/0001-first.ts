import type { Dialect } from '../driver.ts'

/** Spaces, accounts, lists, members, todos and the journal. */
export function first({ type, strict, byCodeUnit }: Dialect): string[] {
  const [uuid, text, integer, bigint, boolean] = [
    type('uuid'),
    type('text'),
    type('integer'),
    type('bigint'),
    type('boolean'),
  ]
  return [
    `create table spaces (
      id ${uuid} primary key,
      version ${bigint} not null,
      next_number ${bigint} not null,
      last_position ${text} ${byCodeUnit}
    ) ${strict}`,
    `create table lists (
      id ${uuid} primary key references spaces (id),
      name ${text} not null,
      unique_names ${boolean} not null,
      version ${bigint} not null,
      created_at ${bigint} not null,
      updated_at ${bigint} not null,
      deleted_at ${bigint}
    ) ${strict}`,
    `create table accounts (
      id ${uuid} primary key references spaces (id),
      name ${text} not null unique,
      default_list ${uuid} not null references lists (id),
      created_at ${bigint} not null
    ) ${strict}`,
    `create table members (
      account ${uuid} not null references accounts (id),
      list ${uuid} not null references lists (id),
      role ${text} not null,
      version ${bigint} not null,
      primary key (account, list)
    ) ${strict}`,
    `create table todos (
      id ${uuid} primary key,
      list ${uuid} not null references lists (id),
      number ${integer} not null,
      name ${text} not null,
      name_key ${text} ${byCodeUnit},
      notes ${text} not null,
      due ${text} ${byCodeUnit},
      priority ${integer} not null,
      labels ${text} not null,
      parent ${uuid} references todos (id),
      position ${text} ${byCodeUnit} not null,
      finished_at ${bigint},
      created_at ${bigint} not null,
      updated_at ${bigint} not null,
      deleted_at ${bigint},
      version ${bigint} not null,
      unique (list, number),
      unique (list, name_key)
    ) ${strict}`,
    'create index todos_by_version on todos (list, version)',
    'create index todos_by_position on todos (list, position, id) where deleted_at is null',
    'create index todos_in_trash on todos (list, position, id) where deleted_at is not null',
    'create index todos_by_due on todos (list, due, id) where due is not null',
    'create index todos_by_parent on todos (parent) where parent is not null',
    `create table journal (
      account ${uuid} not null,
      id ${text} not null,
      space ${uuid} not null,
      version ${bigint} not null,
      time ${bigint} not null,
      type ${text} not null,
      subject ${uuid} not null,
      fingerprint ${text},
      changes ${text} not null,
      primary key (account, id)
    ) ${strict}`,
    'create index journal_by_subject on journal (subject, version)',
  ]
}
