import type { Migration } from '../migration.ts'

/**
 * Parents that can not be are cut, once, behind these statements: see `cutAllWrongParents`. And positions that nobody comes to by putting todos behind each other are not what
 * the next todo goes behind any more: behind some of them there was no room.
 */
export const parentsInList: Migration = {
  olderNodes: 'must stop',
  because: 'They would put todos below those of other lists again.',
  statements,
}

function statements(): string[] {
  return [
    `update spaces set last_position = (select max(position) from todos where todos.list = spaces.key and position < 'n')
      where last_position >= 'n'`,
  ]
}
