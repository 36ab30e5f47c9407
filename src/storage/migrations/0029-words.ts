import type { Migration } from '../migration.ts'

/**
 * Keeps each list's distinct words, so that parts of words can be searched for. The indexer gathers them, also from
 * texts that are there already: `words_to` is the number of the last todo of which that is done, and null at the end.
 */
export const words: Migration = {
  olderNodes: 'must stop',
  because: 'They would bring todos into the index of search without their words.',
  statements: ({ type, clustered, byCodeUnit }) => [
    `create table words (
      list ${type('integer')} not null,
      word ${type('text')} ${byCodeUnit} not null,
      primary key (list, word)
    ) ${clustered}`,
    `alter table texts_at add column words_to ${type('integer')}`,
    'update texts_at set words_to = 0',
  ],
}
