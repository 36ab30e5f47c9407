/**
 * Lets reads go one after another, with a turn of the event loop in between, so that many who come back at once do not
 * hold up those who only want to write or to hear.
 */
import { limits } from '../model/limits.ts'
import type { Delta } from '../model/messages.ts'
import { serverLimits } from '../model/server-limits.ts'

type Page = Pick<Delta, 'todos'> | undefined

export type InTurn = <Read extends Page>(read: () => Promise<Read>) => Promise<Read>

/**
 * @param turn - resolves when what waits in the event loop has had its turn
 * @param collect - asks for what is not used any more; by itself the runtime lets far more of it come together
 */
export function createTurns(turn: () => Promise<void>, collect: () => void): InTurn {
  let last: Promise<unknown> = Promise.resolve()
  let pages = 0
  const next = (page?: Page) => {
    pages += shareOf(page)
    if (pages >= serverLimits.pagesPerCollection) {
      pages = 0
      collect()
    }
    return turn()
  }
  return (read) => {
    const result = last.then(read)
    last = result.then(next, () => next())
    return result
  }
}

/**
 * It says how much of a whole page this is. Ten thousand small lists leave little behind, and each collection costs
 * more the more sockets there are.
 */
function shareOf(page: Page): number {
  if (!page) return 0
  let size = 0
  for (const { name, notes } of page.todos) size += name.length + notes.length
  return Math.max(page.todos.length / limits.deltaRowsMax, size / limits.deltaBytesMax)
}
