import type { Migration } from '../migration.ts'

/**
 * More words mean something in filters. What is saved is brought to the new language behind this
 * (saved-filter-texts.ts), so that it means what it meant.
 */
export const filterWords: Migration = {
  olderNodes: 'must stop',
  because:
    'They would save and carry out filters by the language of before, where "today" is a word that is searched for.',
  statements: () => [],
}
