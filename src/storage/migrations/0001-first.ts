import type { Dialect } from '../driver.ts'
import type { Migration } from '../migration.ts'

/**
 * Spaces, accounts, lists, members, todos and the journal. Rows name a space by its small integer key: a todo is in
 * five indexes, and ids of 36 characters in each would triple what a commit writes.
 */
export const first: Migration = {
  olderNodes: 'must stop',
  because: 'There is nothing before it.',
  statements,
}

function statements(dialect: Dialect): string[] {
  return [...tablesOfSpaces(dialect), ...tablesOfTodos(dialect)]
}

const typesOf = ({ type }: Dialect) => ({
  key: type('key'),
  uuid: type('uuid'),
  text: type('text'),
  integer: type('integer'),
  bigint: type('bigint'),
  boolean: type('boolean'),
})

function tablesOfSpaces(dialect: Dialect): string[] {
  const { strict, clustered, byCodeUnit } = dialect
  const { key, uuid, text, integer, bigint, boolean } = typesOf(dialect)
  return [
    `create table spaces (
      key ${key} primary key,
      id ${uuid} not null unique,
      version ${bigint} not null,
      next_number ${bigint} not null,
      last_position ${text} ${byCodeUnit}
    ) ${strict}`,
    `create table lists (
      key ${integer} primary key references spaces (key),
      id ${uuid} not null unique,
      name ${text} not null,
      unique_names ${boolean} not null,
      version ${bigint} not null,
      created_at ${bigint} not null,
      updated_at ${bigint} not null,
      deleted_at ${bigint}
    ) ${strict}`,
    `create table accounts (
      key ${integer} primary key references spaces (key),
      id ${uuid} not null unique,
      name ${text} not null unique,
      default_list ${integer} not null references lists (key),
      created_at ${bigint} not null
    ) ${strict}`,
    `create table members (
      account ${integer} not null references accounts (key),
      list ${integer} not null references lists (key),
      role ${text} not null,
      version ${bigint} not null,
      primary key (account, list)
    ) ${clustered}`,
  ]
}

function tablesOfTodos(dialect: Dialect): string[] {
  const { strict, clustered, byCodeUnit } = dialect
  const { uuid, text, integer, bigint, boolean } = typesOf(dialect)
  return [
    `create table todos (
      id ${uuid} primary key,
      list ${integer} not null references lists (key),
      number ${integer} not null,
      name ${text} ${byCodeUnit} not null,
      unique_name ${boolean} not null,
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
      unique (list, number)
    ) ${strict}`,
    'create unique index todos_by_name on todos (list, name) where unique_name',
    'create index todos_by_version on todos (list, version)',
    'create index todos_by_position on todos (list, position, id) where deleted_at is null',
    'create index todos_in_trash on todos (list, position, id) where deleted_at is not null',
    'create index todos_by_due on todos (list, due, id) where due is not null',
    'create index todos_by_parent on todos (parent) where parent is not null',
    `create table journal (
      account ${integer} not null,
      id ${text} not null,
      space ${integer} not null,
      version ${bigint} not null,
      time ${bigint} not null,
      type ${text} not null,
      subject ${uuid} not null,
      changes ${text} not null,
      fingerprint ${text},
      answer ${text},
      primary key (account, id)
    ) ${clustered}`,
  ]
}
