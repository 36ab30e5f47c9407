/** This finds which todos of a file are there already, and have become something else there or in the file. */
import type { Todo } from '../../../model/todo.ts'
import type { Store } from '../../ports/store.ts'
import { serverLimits } from '../../../model/server-limits.ts'

const compared = ['name', 'notes', 'start', 'due', 'priority', 'repeat', 'finished'] as const

const isDifferent = (a: Todo, b: Todo): boolean =>
  compared.some((field) => a[field] !== b[field]) || a.labels.join('\n') !== b.labels.join('\n')

/**
 * @param known - of the file, each of which is there
 * @param trashed - hears of those that are in the trash there, but not in the file
 */
export async function countDifferent(
  { importing }: Pick<Store, 'importing'>,
  known: readonly Todo[],
  trashed: (todo: Todo) => void,
  turn: () => Promise<void>,
): Promise<number> {
  let count = 0
  for (let at = 0; at < known.length; at += serverLimits.importChunkTodos) {
    const some = new Map(known.slice(at, at + serverLimits.importChunkTodos).map((todo) => [todo.id, todo]))
    const there = await importing((transaction) => transaction.todos([...some.keys()]))
    for (const todo of there) {
      const ofFile = some.get(todo.id) as Todo
      if (isDifferent(todo, ofFile)) count++
      if (todo.deletedAt && !ofFile.deletedAt) trashed(ofFile)
    }
    await turn()
  }
  return count
}
