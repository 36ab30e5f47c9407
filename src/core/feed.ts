/**
 * What changed in a space since a version. A wake-up says only that a space has a newer version: who was woken reads from
 * where it stands, just as one who comes back after a year does.
 */
import { digestText } from '../model/digest.ts'
import { limits } from '../model/limits.ts'
import type { Delta } from '../model/messages.ts'
import type { Todo } from '../model/todo.ts'
import type { Changes, Reads, SpaceVersions } from './store.ts'

export interface Feed {
  readonly epoch: string
  /**
   * The next of what a reader at `since` lacks; undefined when the space does not exist. A reader that can't be continued
   * (at 0, ahead of the space, from before what is kept) gets a snapshot: the same from the beginning.
   */
  changesSince(space: string, since: number): Promise<Delta | undefined>
  /** Calls back when the space has a newer version, until the function it returns is called. */
  subscribe(space: string, wake: Wake): () => void
  /** To be called after a commit, here or on another node. */
  wake(versions: SpaceVersions): void
  /** The spaces that someone is subscribed to. */
  subscribed(): string[]
  /** The newest version that this node has heard of, of a space that someone is subscribed to. */
  latest(space: string): number
}

type Wake = (version: number) => void

interface Subscribers {
  wakes: Set<Wake>
  version: number
}

export function createFeed(reads: Pick<Reads, 'changes'>, epoch: string): Feed {
  const spaces = new Map<string, Subscribers>()
  /** Deltas that were asked for last, for the others who are at the same place. */
  const kept = new Map<string, { space: string; delta: Promise<Delta | undefined> }>()

  function forget(space: string): void {
    for (const [key, each] of kept) if (each.space === space) kept.delete(key)
  }

  function keep(space: string, key: string, delta: Promise<Delta | undefined>): void {
    const [oldest] = kept.keys()
    if (oldest !== undefined && kept.size >= limits.deltasKept) kept.delete(oldest)
    kept.set(key, { space, delta })
    delta.catch(() => forget(space))
  }

  async function read(space: string, since: number): Promise<Delta | undefined> {
    const changes = await readWhole(space, since)
    if (!changes) return undefined
    const continues = since > 0 && since >= changes.floor && since <= changes.version
    if (continues || since === 0) return deltaOf(space, since, changes)
    const all = await readWhole(space, 0)
    return all && deltaOf(space, 0, all)
  }

  /** As many rows as a delta may have and one more; or all of the first version, where that is more. */
  async function readWhole(space: string, since: number): Promise<Read | undefined> {
    for (const limit of [limits.deltaRowsMax, limits.subtreeMax + 1]) {
      const changes = await reads.changes(space, since, limit + 1)
      if (!changes) return undefined
      const to = lastWhole(changes, limit)
      if (to > since || changes.version <= since || limit > limits.subtreeMax) return { ...changes, to }
    }
    return undefined
  }

  return {
    epoch,
    changesSince(space, since) {
      const key = `${space} ${since}`
      const known = kept.get(key)
      if (known) return known.delta
      const delta = read(space, since)
      // Only where a wake-up tells that it is old.
      if (spaces.has(space)) keep(space, key, delta)
      return delta
    },
    subscribe(space, wake) {
      const subscribers = spaces.get(space) ?? { wakes: new Set(), version: 0 }
      spaces.set(space, subscribers)
      subscribers.wakes.add(wake)
      return () => {
        subscribers.wakes.delete(wake)
        if (subscribers.wakes.size > 0 || spaces.get(space) !== subscribers) return
        spaces.delete(space)
        forget(space)
      }
    },
    wake(versions) {
      for (const space in versions) {
        const subscribers = spaces.get(space)
        const version = versions[space] as number
        if (!subscribers || version <= subscribers.version) continue
        subscribers.version = version
        forget(space)
        for (const wake of subscribers.wakes) wake(version)
      }
    },
    subscribed: () => [...spaces.keys()],
    latest: (space) => spaces.get(space)?.version ?? 0,
  }
}

/** What was read, and the version up to which it is whole. */
type Read = Changes & { to: number }

function deltaOf(space: string, since: number, changes: Read): Delta {
  const { version, to, digest, list, todos, lists, gone } = changes
  const more = to < version
  const isIn = (row: { version: number }) => row.version <= to
  return {
    type: 'delta',
    space,
    from: since,
    to,
    snapshot: since === 0,
    more,
    digest: more || !digest ? null : digestText(digest),
    gone: gone.filter(isIn).map((row) => row.id),
    ...(list && isIn(list) && { list }),
    todos: more ? todos.filter(isIn) : todos,
    lists: lists.filter(isIn),
  }
}

/** Where there is more than one delta holds, the cut is behind a whole version. */
function lastWhole({ version, todos, lists, gone }: Changes, limit: number): number {
  return Math.min(version, ...[todos, lists, gone].map((rows) => lastByCount(rows, limit)), lastBySize(todos))
}

/** The last version that is there as a whole, of rows of which one more than allowed was asked for. */
function lastByCount(rows: readonly { version: number }[], limit: number): number {
  return (rows[limit]?.version ?? Number.POSITIVE_INFINITY) - 1
}

/** The last version before the texts are too much for one delta; at least the first. */
function lastBySize(todos: readonly Todo[]): number {
  let size = 0
  for (const todo of todos) {
    size += todo.notes.length + todo.name.length
    if (size > limits.deltaBytesMax && todo.version !== todos[0]?.version) return todo.version - 1
  }
  return Number.POSITIVE_INFINITY
}
