import type { Dialect } from '../driver.ts'
import type { Migration } from '../migration.ts'

/**
 * The visit to a field that a change is of: changes of the same one, one right after the other, are one entry of the
 * history.
 */
export const visits: Migration = {
  olderNodes: 'must stop',
  because: 'Their entries of the history would not say of which visit to a field they are.',
  statements,
}

function statements({ type }: Dialect): string[] {
  return [`alter table journal add column visit ${type('text')}`]
}
