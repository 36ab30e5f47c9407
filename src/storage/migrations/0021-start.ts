import type { Dialect } from '../driver.ts'
import type { Migration } from '../migration.ts'

/** When todos start. Few have it: its index holds those alone. */
export const start: Migration = {
  olderNodes: 'must stop',
  because: 'They would tell todos without their start, and would not keep it from being after the due date.',
  statements,
}

function statements({ type, byCodeUnit }: Dialect): string[] {
  return [
    `alter table todos add column start ${type('text')} ${byCodeUnit}`,
    'create index todos_by_start on todos (list, start) where start is not null',
  ]
}
