/** `--make-table` asks, and says what it drops, before it does. */
import { createInterface } from 'node:readline/promises'
import type { App } from '../app.ts'
import { makeTable } from '../make-table.ts'
import { AppError } from '../model/errors.ts'

/**
 * Drops all todos of the default list for good and puts in the tutorial's two, as numbers 1 and 2.
 * @param yes - without asking first
 * @throws AppError `not_confirmed`
 */
export async function askAndMakeTable(app: App, yes: boolean, say: (line: string) => void): Promise<void> {
  const { store, account } = app
  const count = await store.reads.count(account.defaultList)
  const what = `${count} ${count === 1 ? 'todo' : 'todos'} of the default list, trash included`
  if (count > 0 && !yes && process.stdin.isTTY) {
    const terminal = createInterface({ input: process.stdin, output: process.stderr })
    const answer = await terminal.question(`--make-table drops ${what}, for good. Go on? [y/N] `)
    terminal.close()
    if (!/^y(es)?$/i.test(answer.trim()))
      throw new AppError('not_confirmed', { detail: `Still there: ${what}.` })
  }
  if (count > 0) say(`--make-table: dropping ${what}`)
  const old = await store.oldTable()
  if (old) say(`--make-table: dropping the tutorial's own table, ${old.table}`)
  await makeTable(app)
}
