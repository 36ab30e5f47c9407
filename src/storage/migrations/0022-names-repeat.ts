import type { Dialect } from '../driver.ts'
import type { Migration } from '../migration.ts'

/**
 * Names repeat in default lists, whose flags are taken off behind these statements: see `letNamesRepeat`. The
 * tutorial's API still finds their todos by name, finished ones too. What was there before, and what a node of before
 * writes, does not say whether it is found by name, and so it is; `unique_name` is still written for such a node.
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
