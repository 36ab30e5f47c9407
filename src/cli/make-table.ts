/** `--make-table`: the tutorial's beginning, on the default list. */
import { createInterface } from 'node:readline/promises'
import type { App } from '../app.ts'
import { AppError } from '../model/errors.ts'

const beginning = [
  { name: 'Start this tutorial', finished: true },
  { name: 'Finish this tutorial', finished: false },
]

/**
 * Drops all todos of the default list for good and puts in the tutorial's two, as numbers 1 and 2.
 * @throws AppError `not_confirmed`
 */
export async function makeTable(
  { store, committer, account }: App,
  yes: boolean,
  say: (line: string) => void,
): Promise<void> {
  const list = account.defaultList
  const count = await store.reads.count(list)
  const what = `${count} ${count === 1 ? 'todo' : 'todos'} of the default list, trash included`
  if (count > 0 && !yes && process.stdin.isTTY) {
    const terminal = createInterface({ input: process.stdin, output: process.stderr })
    const answer = await terminal.question(`--make-table drops ${what}, for good. Go on? [y/N] `)
    terminal.close()
    if (!/^y(es)?$/i.test(answer.trim()))
      throw new AppError('not_confirmed', { detail: `Still there: ${what}.` })
  }
  if (count > 0) say(`--make-table: dropping ${what}`)
  await store.emptyList(list)
  const old = await store.oldTable()
  if (old) say(`--make-table: dropping the tutorial's own table, ${old.table}`)
  await store.dropOldTable()
  const commands = beginning.map((todo) => ({
    type: 'createTodo' as const,
    id: Bun.randomUUIDv7(),
    todo: { ...todo, id: Bun.randomUUIDv7(), list },
  }))
  for (const outcome of await committer.commit(account, commands, 'atomic'))
    if (!outcome.accepted) throw outcome.error
}
