import type { Migration } from '../migration.ts'

/**
 * Parents that can not be are cut, once, behind these statements: see `cutAllWrongParents`. And what the next todo goes
 * behind is no longer a position that appending never reaches: behind some of them there was no room.
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
