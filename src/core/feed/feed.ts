/**
 * What changed in a space since a version. A wake-up says only that a space has a newer version: who was woken reads
 * from where it stands, just as one who comes back after a year does.
 */
import { digestText } from '../../model/digest.ts'
import { limits } from '../../model/limits.ts'
import { serverLimits } from '../../model/server-limits.ts'
import type { Delta } from '../../model/messages.ts'
import { rowKinds, type AnyRow, type RowKind } from '../../model/row-kinds.ts'
import type { Todo } from '../../model/todo.ts'
import { freshIn, freshSince, type Fresh } from './fresh.ts'
import type { Reads } from '../ports/store.ts'
import type { Changes, Saved, SpaceVersions } from '../ports/rows.ts'

export interface Feed {
  readonly epoch: string
  /**
   * The next of what a reader at `since` lacks; undefined when the space does not exist. A reader that can't be
   * continued (at 0, ahead of the space, from before what is kept) gets a snapshot: the same from the beginning.
   */
  changesSince(space: string, since: number): Promise<Delta | undefined>
  /**
   * At which version of the space a delta was read; and, of a list, the version, or a later one, at which its members
   * changed last, 0 of an account's space.
   */
  origin(delta: Delta): Pick<Changes, 'version' | 'membersAt'>
  /** Calls back when the space has a newer version, until the function it returns is called. */
  subscribe(space: string, wake: Wake): () => void
  /** To be called with what a commit of this node saved, before the wake-up for it. */
  saved(saved: Saved): void
  /** To be called after a commit, here or on another node. */
  wake(versions: SpaceVersions): void
  /** The spaces that someone is subscribed to. */
  subscribed(): string[]
  /** The newest version that this node has heard of, of a space that someone is subscribed to. */
  latest(space: string): number
}

type Wake = (version: number) => void

const origins = new WeakMap<Delta, Pick<Changes, 'version' | 'membersAt'>>()

interface Subscribers {
  wakes: Set<Wake>
  version: number
  fresh: Fresh | undefined
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
    if (oldest !== undefined && kept.size >= serverLimits.deltasKept) kept.delete(oldest)
    kept.set(key, { space, delta })
    delta.catch(() => forget(space))
  }

  /**
   * What this node has just committed, where that is all there is after `since`. It is asked for once, then kept
   * worded.
   */
  function takeFresh(space: string, since: number): Changes | undefined {
    const subscribers = spaces.get(space)
    const fresh = subscribers?.fresh
    if (!fresh || since === 0 || fresh.changes.version < subscribers.version) return undefined
    const changes = freshSince(fresh, since)
    if (changes) subscribers.fresh = undefined
    return changes
  }

  const ask: Reads['changes'] = async (space, since, limit) =>
    takeFresh(space, since) ?? reads.changes(space, since, limit)

  return {
    epoch,
    origin: (delta) => origins.get(delta) ?? { version: delta.to, membersAt: 0 },
    changesSince(space, since) {
      const key = `${space} ${since}`
      const known = kept.get(key)
      if (known) return known.delta
      const delta = read(ask, space, since)
      // Only where a wake-up tells that it is old.
      if (spaces.has(space)) keep(space, key, delta)
      return delta
    },
    subscribe(space, wake) {
      const subscribers = spaces.get(space) ?? { wakes: new Set(), version: 0, fresh: undefined }
      spaces.set(space, subscribers)
      subscribers.wakes.add(wake)
      return () => {
        subscribers.wakes.delete(wake)
        if (subscribers.wakes.size > 0 || spaces.get(space) !== subscribers) return
        spaces.delete(space)
        forget(space)
      }
    },
    saved(saved) {
      for (const { after } of saved.spaces) {
        const subscribers = spaces.get(after.id)
        if (subscribers) subscribers.fresh = freshIn(saved, after.id, subscribers.fresh)
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

async function read(ask: Reads['changes'], space: string, since: number): Promise<Delta | undefined> {
  const changes = await readWhole(ask, space, since)
  if (!changes) return undefined
  const continues = since > 0 && since >= changes.floor && since <= changes.version
  if (continues || since === 0) return deltaOf(space, since, changes)
  const all = await readWhole(ask, space, 0)
  return all && deltaOf(space, 0, all)
}

/** As many rows as a delta may have and one more; or all of the first version, where that is more. */
async function readWhole(ask: Reads['changes'], space: string, since: number): Promise<Read | undefined> {
  for (const limit of [limits.deltaRowsMax, limits.subtreeMax + 1]) {
    const changes = await ask(space, since, limit + 1)
    if (!changes) return undefined
    const to = lastWhole(changes, limit)
    if (to > since || changes.version <= since || limit > limits.subtreeMax) return { ...changes, to }
  }
  return undefined
}

/** What was read, and the version up to which it is whole. */
type Read = Changes & { to: number }

function deltaOf(space: string, since: number, changes: Read): Delta {
  const { version, to, digest, gone } = changes
  const more = to < version
  const isIn = (row: { version: number }) => row.version <= to
  const delta: Delta = {
    type: 'delta',
    space,
    from: since,
    to,
    snapshot: since === 0,
    more,
    digest: more || !digest ? null : digestText(digest),
    gone: gone.filter(isIn).map((row) => row.id),
    ...(Object.fromEntries(
      rowKinds.flatMap(({ name, frame, isOne }): [string, unknown][] => {
        const rows: readonly AnyRow[] = more ? changes[name].filter(isIn) : changes[name]
        return isOne ? rows.map((row): [string, unknown] => [frame, row]) : [[frame, rows]]
      }),
    ) as unknown as Pick<Delta, RowKind['frame']>),
  }
  origins.set(delta, { version, membersAt: changes.membersAt })
  return delta
}

/** Where there is more than one delta holds, the cut is behind a whole version. */
function lastWhole(changes: Changes, limit: number): number {
  const { version, todos, gone } = changes
  return Math.min(
    version,
    ...rowKinds.map(({ name }) => lastByCount(changes[name], limit)),
    lastByCount(gone, limit),
    lastBySize(todos),
  )
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
