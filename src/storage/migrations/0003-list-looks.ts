import type { Dialect } from '../driver.ts'
import type { Migration } from '../migration.ts'

/** A list's colour, and where it stands among the lists by hand. */
export const listLooks: Migration = {
  olderNodes: 'must stop',
  because: 'They would tell lists without their colour and place, and copies would keep them so.',
  statements,
}

function statements({ type, byCodeUnit }: Dialect): string[] {
  return [
    `alter table lists add column colour ${type('text')} not null default 'none'`,
    `alter table lists add column position ${type('text')} ${byCodeUnit}`,
  ]
}
