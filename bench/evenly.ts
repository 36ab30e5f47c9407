/** Requests at a steady rate, as many people make them, and how long the slow ones took. */

/**
 * Begins so many a second, whether those before have ended or not, and answers how long each took from when it was due: one
 * that had to wait for its turn has waited.
 */
export async function evenly(
  perSecond: number,
  seconds: number,
  work: () => Promise<unknown>,
): Promise<number[]> {
  const begun = performance.now()
  const all: Promise<number>[] = []
  for (let index = 0; index < perSecond * seconds; index++) {
    const dueAt = begun + (index * 1_000) / perSecond
    const early = dueAt - performance.now()
    if (early > 0) await Bun.sleep(early)
    all.push(work().then(() => performance.now() - dueAt))
  }
  return Promise.all(all)
}

export const p99 = (times: number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN
