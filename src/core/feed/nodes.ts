/** Keeps the feeds of several nodes on one database in step: what one commits, the others' readers are woken for. */
import { serverLimits } from '../../model/server-limits.ts'
import type { Feed } from './feed.ts'
import type { Store } from '../ports/store.ts'
import type { SpaceVersions } from '../ports/rows.ts'

export interface NodesDeps {
  store: Pick<Store, 'announce' | 'foreignCommits' | 'listen' | 'reads'>
  feed: Feed
  /** Calls back again and again until the function it returns is called. */
  every: (ms: number, callback: () => void) => () => void
  /** Resolves when what waits in the event loop has had its turn. */
  turn: () => Promise<void>
}

export interface Nodes {
  /** After commits of this node that left these versions. */
  committed(versions: SpaceVersions): void
  stop(): void
}

/**
 * A wake-up that got lost (a connection broke, a node died between its commit and telling) is made up for by looking at
 * the versions of the spaces that someone here is subscribed to; where nodes can't tell each other, that is all there
 * is. Nobody is looked for who can't have been there: of SQLite a process knows that it is alone on its file.
 */
export async function joinNodes({ store, feed, every, turn }: NodesDeps): Promise<Nodes> {
  let looking = false
  let lookedAt: number | undefined
  async function look(): Promise<void> {
    if (looking) return
    looking = true
    try {
      const commits = await store.foreignCommits()
      if (commits !== undefined && commits === lookedAt) return
      const spaces = feed.subscribed()
      for (let from = 0; from < spaces.length; from += serverLimits.spacesLookedAtMax) {
        if (from > 0) await turn()
        feed.wake(await store.reads.versions(spaces.slice(from, from + serverLimits.spacesLookedAtMax)))
      }
      lookedAt = commits
    } catch {
      // The database is away: the next look finds what was missed.
    } finally {
      looking = false
    }
  }
  const told = await store.listen((versions) => (versions ? feed.wake(versions) : void look()))
  const stop = every(told ? serverLimits.nodesCheckMs : serverLimits.nodesPollMs, () => void look())
  return {
    committed(versions) {
      feed.wake(versions)
      store.announce(versions)
    },
    stop,
  }
}
