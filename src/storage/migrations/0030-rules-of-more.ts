import type { Migration } from '../migration.ts'

/**
 * Changes no table. Rules may count in the Chinese calendar and leave days out since this schema; a node of before
 * reads them as no rule, and whoever finished such a todo there would end its series without a word.
 */
export const rulesOfMore: Migration = {
  olderNodes: 'must stop',
  because: 'They would end series that repeat by the Chinese calendar or by legal working days.',
  statements: () => [],
}
