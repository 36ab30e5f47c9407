/** Waiting for what must come about: a condition instead of a time, so that a busy machine makes a test slow and not red. */

/** Long enough for a machine that has much to do, and shorter than a test may take. */
const patienceMs = 45_000

/**
 * Asks until it is so.
 * @param what - for the message when it does not come about; a function where there is more to tell by then
 */
export async function until(
  isSo: () => unknown,
  what: string | (() => string) = 'what was waited for',
): Promise<void> {
  for (const deadline = Date.now() + patienceMs; !(await isSo()); await Bun.sleep(5))
    if (Date.now() > deadline)
      throw new Error(`it did not come about: ${typeof what === 'string' ? what : what()}`)
}
