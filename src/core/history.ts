/** Reads the journal backwards: a row as an earlier command left it. */
import type { JournalRow } from './store.ts'

/**
 * The row as it was at a version, from the row of now and the journal rows after that version, newest first.
 */
export function rewind<T extends { id: string; version: number; updatedAt: string }>(
  row: T,
  later: readonly JournalRow[],
  at: JournalRow,
): T {
  const earlier: Record<string, unknown> = { ...row }
  for (const { changes } of later) {
    for (const [field, [from]] of Object.entries(changes[row.id] ?? {})) earlier[field] = from
  }
  if ('finishedAt' in earlier) earlier['finished'] = earlier['finishedAt'] !== null
  const changed = at.changes[row.id] !== undefined
  // A command that changed nothing found the row at some version before; only the row itself can tell it then.
  if (changed || later.length > 0) Object.assign(earlier, { version: at.version, updatedAt: at.time })
  return earlier as T
}
