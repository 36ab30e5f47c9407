/**
 * Lets work go one after another, with a turn of the event loop in between, so that many who come back at once do not
 * hold up those who only want to write or to hear.
 */
import { serverLimits } from '../model/server-limits.ts'

export type InTurn = <T>(work: () => Promise<T>) => Promise<T>

/**
 * @param turn - resolves when what waits in the event loop has had its turn
 * @param collect - asks for what is not used any more; by itself the runtime lets far more of it come together
 */
export function createTurns(turn: () => Promise<void>, collect: () => void): InTurn {
  let last: Promise<unknown> = Promise.resolve()
  let works = 0
  const next = () => {
    if (++works % serverLimits.pagesPerCollection === 0) collect()
    return turn()
  }
  return (work) => {
    const result = last.then(work)
    last = result.then(next, next)
    return result
  }
}
