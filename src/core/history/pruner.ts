/**
 * Once a day one of the nodes removes what is kept long enough: entries of the history, and todos in the trash. In
 * small steps with pauses, so that nobody waits for it; what a stop interrupts the next day finishes.
 */
import { serverLimits } from '../../model/server-limits.ts'
import type { PruneStore } from '../ports/prune-store.ts'
import type { SpaceVersions } from '../ports/rows.ts'

export interface PrunerDeps {
  store: PruneStore
  keepHistoryMs: number
  keepTrashMs: number
  /** Milliseconds since 1970. */
  nowMs: () => number
  every: (ms: number, callback: () => void) => () => void
  sleep: (ms: number) => Promise<void>
  /** After a step that left lists with these versions. */
  onPruned: (versions: SpaceVersions) => void
  onFault: (error: unknown) => void
}

export interface Pruner {
  /** Does it now, if it is this node's turn; resolves when it is done. */
  run(): Promise<void>
  /** Resolves when the step that runs is over. */
  stop(): Promise<void>
}

export function createPruner(deps: PrunerDeps): Pruner {
  let isStopped = false
  let running: Promise<void> | undefined

  async function prune(): Promise<void> {
    const { store, nowMs, onPruned } = deps
    const now = nowMs()
    if (!(await store.claimPruning(now, now - serverLimits.pruneEveryMs))) return
    await steps(async (after: Awaited<ReturnType<PruneStore['pruneJournal']>>) =>
      store.pruneJournal(now - deps.keepHistoryMs, after),
    )
    await steps(async (after: Awaited<ReturnType<PruneStore['pruneTrash']>>['next']) => {
      const { next, versions } = await store.pruneTrash(now - deps.keepTrashMs, after)
      onPruned(versions)
      return next
    })
    await steps(async (after: Awaited<ReturnType<PruneStore['pruneTexts']>>) => store.pruneTexts(after))
    await steps(async (after: Awaited<ReturnType<PruneStore['pruneWords']>>) => store.pruneWords(after))
    if (!isStopped) await store.pruneKeys(now - deps.keepHistoryMs)
  }

  async function steps<Place>(step: (after: Place | undefined) => Promise<Place | undefined>): Promise<void> {
    let after: Place | undefined
    do {
      if (isStopped) return
      after = await step(after)
      if (after !== undefined) await deps.sleep(serverLimits.pruneStepMs)
    } while (after !== undefined)
  }

  const run = (): Promise<void> =>
    (running ??= prune()
      .catch(deps.onFault)
      .finally(() => (running = undefined)))
  const stopChecking = deps.every(serverLimits.pruneCheckMs, () => void run())
  return {
    run,
    async stop() {
      isStopped = true
      stopChecking()
      await running
    },
  }
}
