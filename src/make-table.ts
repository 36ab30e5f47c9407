/** `--make-table`: the tutorial's beginning, on the default list. */
import type { App } from './app.ts'

const beginning = [
  { name: 'Start this tutorial', finished: true },
  { name: 'Finish this tutorial', finished: false },
]

/**
 * Drops all todos of the default list, and the table that the tutorial's program left, for good. Then it puts in the
 * tutorial's two, as numbers 1 and 2.
 */
export async function makeTable({ store, committer, account }: App): Promise<void> {
  const list = account.defaultList
  await store.emptyList(list)
  await store.dropOldTable()
  const commands = beginning.map((todo) => ({
    type: 'createTodo' as const,
    id: Bun.randomUUIDv7(),
    todo: { ...todo, id: Bun.randomUUIDv7(), list },
  }))
  for (const outcome of await committer.commit(account, commands, 'atomic'))
    if (!outcome.accepted) throw outcome.error
}
