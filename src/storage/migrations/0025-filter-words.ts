import type { Migration } from '../migration.ts'

/**
 * More words are conditions in filters now. Saved filters are translated after this statement (saved-filter-texts.ts),
 * so that they keep their meaning.
 */
export const filterWords: Migration = {
  olderNodes: 'must stop',
  because:
    'They would save and carry out filters by the language of before, where "today" is a word that is searched for.',
  statements: () => [],
}
