import type { Dialect } from '../driver.ts'
import type { Migration } from '../migration.ts'

/**
 * PostgreSQL looks for a new todo's list and parent with a statement of its own for each row, a fifth of what the row
 * costs. The rules looked at both in the same transaction, behind the lock of the list, and rows of lists are never
 * deleted. In SQLite it costs next to nothing, and stays.
 */
export const fewerLookUps: Migration = {
  olderNodes: 'may go on',
  because: 'They look for the list and the parent in the transaction as well.',
  statements,
}

function statements({ engine }: Dialect): string[] {
  if (engine === 'sqlite') return []
  return ['list', 'parent'].map(
    (column) => `alter table todos drop constraint if exists todos_${column}_fkey`,
  )
}
