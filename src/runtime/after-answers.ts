/** Who is told of a commit, and that it waits for nobody. */
import type { Feed } from '../core/feed/feed.ts'
import { versionsOf, type Saved, type SpaceVersions } from '../core/ports/rows.ts'

/** What is told which versions spaces have now. */
interface Hearer {
  committed(versions: SpaceVersions): void
}

/** What is told the rows that were saved. It must not fail, and take no time. */
interface Listener {
  saved(saved: Saved): void
}

/** Wakes readers for all that was committed meanwhile, behind the answers to those who wrote it. */
export function afterAnswers(
  feed: Feed,
  hearers: readonly Hearer[],
  listeners: readonly Listener[],
): (saved: Saved) => void {
  let waiting: SpaceVersions | undefined
  const wake = () => {
    const versions = waiting ?? {}
    waiting = undefined
    for (const hearer of hearers) hearer.committed(versions)
  }
  return (saved) => {
    feed.saved(saved)
    for (const listener of listeners) listener.saved(saved)
    if (!waiting) setImmediate(wake)
    waiting = { ...waiting, ...versionsOf(saved) }
  }
}
