/**
 * SQLite lets one connection write at a time, of all processes on the file. Its own waiting would stop the event loop,
 * and with it each answer of this process: so it is tried again from time to time instead.
 */

/** SQLite would wait as long by itself (`busy_timeout`). */
const patienceMs = 5_000
/** Others are done within a commit, mostly. */
const [firstStepMs, stepMsMax] = [1, 50]
/** A commit of somebody else takes less: who keeps it for so long is an obstacle. */
const obstacleMs = 1_000

const isBusy = (error: unknown): boolean =>
  ((error as { code?: string }).code ?? '').startsWith('SQLITE_BUSY')

/**
 * Begins a transaction, as soon as nobody else has the lock.
 * @throws what `begin` throws; that it is busy after some seconds
 */
export async function beginSoon(begin: () => void): Promise<void> {
  for (const waited = waiting(patienceMs); ;) {
    try {
      return begin()
    } catch (error) {
      if (!isBusy(error) || !(await waited())) throw error
    }
  }
}

/** @param take - takes the lock and gives it back at once */
export async function isLocked(take: () => void): Promise<boolean> {
  for (const waited = waiting(obstacleMs); ;) {
    try {
      take()
      return false
    } catch (error) {
      if (!isBusy(error)) throw error
      if (!(await waited())) return true
    }
  }
}

/** @returns what waits longer each time, and says false when it was long enough */
function waiting(ms: number): () => Promise<boolean> {
  const end = performance.now() + ms
  let stepMs = firstStepMs
  return async () => {
    if (performance.now() >= end) return false
    await Bun.sleep(stepMs)
    stepMs = Math.min(2 * stepMs, stepMsMax)
    return true
  }
}
