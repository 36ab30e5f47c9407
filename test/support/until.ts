/** Waiting for what must come about: a condition instead of a time, so that a busy machine makes a test slow and not red. */
import { expect } from 'bun:test'

/** Long enough for a machine that has much to do, and shorter than a test may take. */
export const patienceMs = 45_000

/**
 * Asks until it is so. It goes by a clock that tests do not set: Date may stand still while they wait.
 * @param what - for the message when it does not come about; a function where there is more to tell by then
 */
export async function until(
  isSo: () => unknown,
  what: string | (() => string) = 'what was waited for',
): Promise<void> {
  for (const deadline = performance.now() + patienceMs; !(await isSo()); await Bun.sleep(5))
    if (performance.now() > deadline)
      throw new Error(`it did not come about: ${typeof what === 'string' ? what : what()}`)
}

/** Reads until what is read equals this; where it never does, the difference is told. */
export async function becomes<T>(read: () => T | Promise<T>, wished: T): Promise<void> {
  for (const deadline = performance.now() + patienceMs; performance.now() < deadline; await Bun.sleep(10))
    if (Bun.deepEquals(await read(), wished)) return
  expect<unknown>(await read()).toEqual(wished)
}

/** Reads until this is so of what is read, and answers that. */
export async function readUntil<T>(read: () => T | Promise<T>, isSo: (value: T) => boolean): Promise<T> {
  for (const deadline = performance.now() + patienceMs; ; await Bun.sleep(10)) {
    const value = await read()
    if (isSo(value)) return value
    if (performance.now() > deadline) throw new Error(`it did not come about of ${JSON.stringify(value)}`)
  }
}
