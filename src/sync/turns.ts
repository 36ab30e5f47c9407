/**
 * Lets work go one after another, with a turn of the event loop in between, so that many who come back at once do not
 * hold up those who only want to write or to hear.
 */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>

/** @param turn - resolves when what waits in the event loop has had its turn */
export function createTurns(turn: () => Promise<void>): InTurn {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = last.then(work)
    last = result.then(turn, turn)
    return result
  }
}
