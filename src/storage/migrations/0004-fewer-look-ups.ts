import type { Dialect } from '../driver.ts'

/**
 * PostgreSQL looks for a new todo's list and parent with a statement of its own for each row, a fifth of what the row
 * costs. The rules looked at both in the same transaction, behind the lock of the list, and rows of lists are never
 * deleted. In SQLite it costs next to nothing, and stays.
 */
export function fewerLookUps({ engine }: Dialect): string[] {
  if (engine === 'sqlite') return []
  return ['list', 'parent'].map(
    (column) => `alter table todos drop constraint if exists todos_${column}_fkey`,
  )
}
