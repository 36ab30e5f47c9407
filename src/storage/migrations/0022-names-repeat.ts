import type { Dialect } from '../driver.ts'
import type { Migration } from '../migration.ts'

/**
 * Names may repeat in default lists; their flags are cleared after these statements, see `letNamesRepeat`. The
 * tutorial's API still finds their todos by name, finished ones too. Rows that were there before, and rows that an
 * older node writes, have no `by_name`, and count as found by name; `unique_name` is still written for such a node.
 */
export const namesRepeat: Migration = {
  olderNodes: 'must stop',
  because: 'They would not find todos of a name that new nodes wrote, and hold names unique that may repeat.',
  statements,
}

function statements({ type }: Dialect): string[] {
  return [
    `alter table spaces add column is_default ${type('boolean')}`,
    'update spaces set is_default = true where key in (select default_list from accounts)',
    `alter table todos add column by_name ${type('boolean')}`,
    'drop index todos_by_name',
    'create index todos_by_name on todos (list, name) where deleted_at is null and by_name is not false',
  ]
}
