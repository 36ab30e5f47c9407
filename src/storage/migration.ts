/** What a migration says of itself: its statements, and whether nodes of before may go on. */
import type { Dialect } from './driver.ts'

export interface Migration {
  statements(dialect: Dialect): string[]
  /**
   * Whether a node that does not know it may run on a database that has it, as in a rolling upgrade. It must stop where
   * it would read or write anything wrongly: tell rows without a field that they have, or leave undone what each write
   * has to do. test/storage/compatible.test.ts holds what can be seen of that in the schema.
   */
  olderNodes: 'may go on' | 'must stop'
  /** What they would do wrongly, or why they would not. */
  because: string
}
