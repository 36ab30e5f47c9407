/**
 * It keeps pages steady. Each todo comes once, whatever changes meanwhile: a todo has its place of the first page. The
 * entries since then tell that, as each says what a todo was before.
 */
import type { Sight } from '../../model/access.ts'
import { kindOf } from '../../model/row-kinds.ts'
import { serverLimits } from '../../model/server-limits.ts'
import type { Todo } from '../../model/todo.ts'
import type { Fields } from '../../model/undo-command.ts'
import type { ChangeRow } from '../ports/history-store.ts'
import type { ListVersion } from '../ports/rows.ts'
import type { Reads } from '../ports/store.ts'

/** A todo was this at the first page, and is something else now. */
export type Was = Partial<Pick<Todo, 'list' | 'number' | 'due' | 'priority' | 'updatedAt'>>

/** One change of one todo, from a list and a version there to others. */
interface Step {
  list: string
  version: number
  fields: Fields
}

/** There is more to look through than may be. */
export class TooMuchChanged extends Error {}

/** It has the changes of each todo since the first page. */
export class Changed {
  readonly #base: ReadonlyMap<string, number>
  readonly #steps = new Map<string, Map<string, Step>>()

  /** It begins with none. @param base - versions at the first page, of lists that the caller has seen ever since */
  constructor(base: ReadonlyMap<string, number>) {
    this.#base = base
  }

  /** These were there at the first page. */
  get ids(): string[] {
    return [...this.#steps].filter(([, steps]) => this.#first(steps)).map(([id]) => id)
  }

  has(id: string): boolean {
    const steps = this.#steps.get(id)
    return steps !== undefined && this.#first(steps) !== undefined
  }

  /** It is the number of todos with changes, with new ones among them. */
  get size(): number {
    return this.#steps.size
  }

  add({ space, type, subject, changes }: ChangeRow): Step[] {
    if (kindOf(type) !== 'todo') return []
    const added: Step[] = []
    for (const [key, fields] of Object.entries(changes)) {
      const list = (fields['list']?.[0] as string | undefined) ?? space
      const version = fields['version']?.[0]
      // It was made.
      if (version === undefined) continue
      const step: Step = { list, version: Number(version), fields }
      const id = key || subject
      const steps = this.#steps.get(id) ?? new Map<string, Step>()
      this.#steps.set(id, steps.set(placeOf(step), step))
      added.push(step)
    }
    return added
  }

  /**
   * It takes the todo back to the first page.
   * @param now - the todo as it was read, before these changes were
   * @returns undefined where it is not known what it was, as it has been where the caller does not see
   */
  was(now: Todo): Was | undefined {
    const steps = this.#steps.get(now.id)
    const first = steps && this.#first(steps)
    if (!first) return undefined
    const [, , changedAt] = first.fields['version'] ?? []
    if (typeof changedAt !== 'number') throw new TooMuchChanged('a node of a version before has changed it')
    const was: Was = { list: first.list, updatedAt: new Date(changedAt).toISOString() }
    const end = placeOf(now)
    for (let step: Step | undefined = first; step;) {
      for (const name of ['due', 'priority'] as const)
        if (!(name in was) && step.fields[name]) Object.assign(was, { [name]: step.fields[name][0] })
      if (step.fields['list']) was.number ??= step.fields['version']?.[3] as number
      const next = afterStep(step)
      if (next === end) return was
      step = steps.get(next)
    }
    return undefined
  }

  #first(steps: ReadonlyMap<string, Step>): Step | undefined {
    for (const step of steps.values()) if (step.version <= (this.#base.get(step.list) ?? -1)) return step
    return undefined
  }
}

const placeOf = ({ list, version }: { list: string; version: number }): string => `${list} ${version}`

const afterStep = ({ list, fields }: Step): string =>
  placeOf({
    list: (fields['list']?.[1] as string | undefined) ?? list,
    version: Number(fields['version']?.[1]),
  })

/**
 * Reads what has changed since the first page, in the lists that todos went to as well.
 * @throws TooMuchChanged
 */
export async function changedSince(
  reads: Pick<Reads, 'entriesAfter'>,
  by: Sight,
  lists: readonly ListVersion[],
  versions: ReadonlyMap<string, number>,
): Promise<Changed> {
  const base = new Map<string, number>()
  /** It says from which version on a list has been read. */
  const read = new Map<string, number>()
  const waiting = new Map<string, number>()
  for (const { list, version, since } of lists) {
    const at = versions.get(list)
    // Who came back meanwhile does not see all that happened.
    if (at === undefined || since > at) continue
    base.set(list, at)
    read.set(list, at)
    if (version > at) waiting.set(list, at)
  }
  const changed = new Changed(base)
  let [entries, bytes] = [0, 0]
  const take = (row: ChangeRow) => {
    bytes += JSON.stringify(row.changes).length
    if (++entries > serverLimits.steadyEntriesMax || bytes > serverLimits.rewindBytesMax)
      throw new TooMuchChanged('entries')
    for (const { fields } of changed.add(row)) {
      const to = fields['list']?.[1] as string | undefined
      if (to === undefined) continue
      const version = Number(fields['version']?.[1])
      if (version < Math.min(read.get(to) ?? Infinity, waiting.get(to) ?? Infinity)) waiting.set(to, version)
    }
    if (changed.size > serverLimits.steadyTodosMax) throw new TooMuchChanged('todos')
  }
  for (let next = [...waiting][0]; next; next = [...waiting][0]) {
    const [list, from] = next
    waiting.delete(list)
    read.set(list, from)
    await readEntries(reads, by, { list, version: from }, take)
  }
  return changed
}

async function readEntries(
  reads: Pick<Reads, 'entriesAfter'>,
  by: Sight,
  { list, version: from }: { list: string; version: number },
  take: (row: ChangeRow) => void,
): Promise<void> {
  for (let version = from; ;) {
    const rows = await reads.entriesAfter(by, { list, version }, serverLimits.steadyChunk)
    for (const row of rows) take(row)
    const last = rows.at(-1)
    if (!last || rows.length < serverLimits.steadyChunk) return
    version = last.version
  }
}
