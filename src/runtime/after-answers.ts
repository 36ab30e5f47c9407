/** Who is told of a commit, and that it waits for nobody. */
import type { Feed } from '../core/feed.ts'
import type { Nodes } from '../core/nodes.ts'
import type { Reminders } from '../core/reminders.ts'
import { versionsOf, type Saved, type SpaceVersions } from '../core/store.ts'

/** Wakes readers for all that was committed meanwhile, behind the answers to those who wrote it. */
export function afterAnswers(feed: Feed, nodes: Nodes, reminders: Reminders): (saved: Saved) => void {
  let waiting: SpaceVersions | undefined
  const wake = () => {
    const versions = waiting ?? {}
    waiting = undefined
    nodes.committed(versions)
  }
  return (saved) => {
    feed.saved(saved)
    reminders.saved(saved)
    if (!waiting) setImmediate(wake)
    waiting = { ...waiting, ...versionsOf(saved) }
  }
}
