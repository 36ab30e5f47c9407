import type { Dialect } from '../driver.ts'
import type { Migration } from '../migration.ts'

/**
 * The lists that an import is filling: nobody is a member of them yet. What an interrupted import left is known by its
 * age.
 */
export const imports: Migration = {
  olderNodes: 'may go on',
  because: 'What is being imported has no members, so that nobody sees it by them either.',
  statements,
}

function statements({ type, clustered }: Dialect): string[] {
  return [
    `create table imports (
      list ${type('integer')} primary key references spaces (key),
      touched_at ${type('bigint')} not null
    ) ${clustered}`,
  ]
}
