/**
 * The rules of undo: what takes back one command, as the journal has it. Only the fields that the command changed are
 * set back, and only where they still have the value that it set; what has changed since is in the way.
 */
import type { Change } from './change.ts'
import { toldFields } from './fields.ts'
import { isDefault, sameValue } from './new-row.ts'
import { checkParent, liveList, wrongBelow } from './decide-todo.ts'
import { AppError } from './errors.ts'
import { limits } from './limits.ts'
import { holdsName, nameTaken } from './names.ts'
import { settleStart } from './start.ts'
import { isAfter } from './start-moments.ts'
import type { State } from './state.ts'
import { checkSize } from './subtree.ts'
import type { Todo } from './todo.ts'
import { Conflicts, isMade, type Fields, type UndoCommand, type UndoState } from './undo-command.ts'
import { undoList } from './undo-list.ts'

/**
 * The changes that take the command back; none when everything is already as before it.
 * @throws AppError `undo_conflict`, or why the rules refuse what was before
 */
export function decideUndo(state: UndoState, command: UndoCommand, now: string): Change[] {
  if (!state.list(command.list)) throw new AppError('list_not_found')
  const own = command.changes[''] ?? {}
  if (command.kind === 'list') return undoList(state, command, own, now)
  const undoing = new Undoing(state, command.force, now)
  for (const [id, fields] of Object.entries(command.changes)) undoing.row(id || command.subject, fields)
  return undoing.changes()
}

const ended = { repeat: null, anchor: null }

/** Whether what follows it is still to be made. */
const runs = ({ repeat, finished, deletedAt }: Todo): boolean =>
  repeat !== null && !finished && deletedAt === null

class Undoing {
  readonly #state: UndoState
  readonly #force: boolean
  readonly #now: string
  readonly #conflicts = new Conflicts()
  /** The todos as they are to be. */
  readonly #after = new Map<string, Todo>()

  constructor(state: UndoState, force: boolean, now: string) {
    this.#state = state
    this.#force = force
    this.#now = now
  }

  row(id: string, fields: Fields): void {
    const todo = this.#state.todo(id)
    if (!todo) {
      if (!this.#force) this.#conflicts.add('todo', { id }, { why: 'gone' })
      return
    }
    if (isMade(fields)) return this.#unmake(todo, fields)
    const { deletedAt, list, version: _, ...plain } = fields
    const next: Todo = { ...todo }
    if (deletedAt) next.deletedAt = this.#binned(todo, deletedAt)
    else if (todo.deletedAt && !list)
      return this.#conflicts.changed('todo', todo, 'deletedAt', null, todo.deletedAt)
    if (list) next.list = this.#value(todo, 'list', list) as string
    for (const [field, change] of Object.entries(plain))
      Object.assign(next, { [field]: this.#value(todo, field, change) })
    next.finished = next.finishedAt !== null
    this.#settleStart(todo, next, fields)
    this.#put(todo, next)
  }

  /** @throws AppError when it can't be */
  changes(): Change[] {
    for (const [id, next] of [...this.#after]) this.#take(id, next)
    for (const [id, next] of [...this.#after]) this.#settleSeries(id, next)
    if (!this.#force) this.#conflicts.check()
    checkSize([...this.#after.values()].slice(1))
    for (const [id, next] of this.#after) this.#place(id, next)
    this.#checkNames()
    const numbers = new Map<string, number>()
    return [...this.#after].map(([id, after]) => {
      const before = this.#state.todo(id) as Todo
      liveList(this.#state, before.list)
      after.updatedAt = this.#now
      if (after.list === before.list) return { kind: 'todo', space: after.list, before, after }
      after.number = numbers.get(after.list) ?? this.#state.next(after.list).number
      if (after.number > limits.numberMax) throw new AppError('list_full')
      numbers.set(after.list, after.number + 1)
      return { kind: 'todo', space: after.list, before, after }
    })
  }

  /** Where it would start after it is due, what was set since is in the way, and is taken along when it is forced. */
  #settleStart(todo: Todo, next: Todo, { start, due }: Fields): void {
    if (!start === !due || !next.start || !next.due || !isAfter(next.start, next.due)) return
    const other = start ? 'due' : 'start'
    if (!this.#force)
      this.#conflicts.add('todo', todo, { why: 'changed', field: other, current: todo[other] })
    settleStart(next, start ? { start: next.start } : { due: next.due }, isAfter)
  }

  #put(todo: Todo, next: Todo): void {
    const names = Object.keys(next) as (keyof Todo)[]
    if (names.some((name) => !sameValue(next[name], todo[name]))) this.#after.set(todo.id, next)
  }

  /** What the field is to be: what it was, unless it is so already, or is something else by now. */
  #value(todo: Todo, field: string, [from, to]: Fields[string]): unknown {
    const current = (todo as unknown as Record<string, unknown>)[field]
    if (sameValue(current, from)) return current
    if (!sameValue(current, to) && !this.#force) this.#conflicts.changed('todo', todo, field, to, current)
    return from
  }

  #binned(todo: Todo, [from, to]: Fields[string]): string | null {
    if ((from === null) === (todo.deletedAt === null)) return todo.deletedAt
    // What was deleted once more since is there by someone's will. What was restored is again as of when it was
    // deleted.
    if (from === null && todo.deletedAt !== to && !this.#force)
      this.#conflicts.changed('todo', todo, 'deletedAt', to, todo.deletedAt)
    return from as string | null
  }

  /** Into the trash, unless it has become more than what was made. Where it stands does not count. */
  #unmake(todo: Todo, fields: Fields): void {
    if (todo.deletedAt) return
    for (const field of toldFields.todo) {
      if (field === 'position' || field === 'list' || field === 'deletedAt') continue
      const current = todo[field]
      const isAsMade = fields[field]
        ? sameValue(fields[field][1], current)
        : isDefault('todo', field, current)
      if (!isAsMade && !this.#force)
        this.#conflicts.changed('todo', todo, field, fields[field]?.[1] ?? null, current)
    }
    this.#put(todo, { ...todo, deletedAt: this.#now })
  }

  /** What is below a todo goes into the trash, and to another list, with it: what came there since is in the way. */
  #take(id: string, next: Todo): void {
    const todo = this.#state.todo(id) as Todo
    const isBinned = next.deletedAt !== null && todo.deletedAt === null
    const isMoved = next.list !== todo.list
    if (!isBinned && !isMoved) return
    for (const below of this.#state.descendants(id)) {
      const its = this.#after.get(below.id) ?? below
      if (isMoved ? its.list === next.list : its.deletedAt !== null) continue
      if (!this.#force) this.#conflicts.add('todo', below, { why: 'added' })
      this.#after.set(below.id, {
        ...its,
        list: next.list,
        ...(isBinned && !its.deletedAt && { deletedAt: next.deletedAt }),
      })
    }
  }

  /**
   * What runs again was followed by another one, which goes to the trash, and does not repeat when it comes back from
   * there. Where the series has gone on from that one, it is in the way.
   */
  #settleSeries(id: string, next: Todo): void {
    const todo = this.#state.todo(id) as Todo
    if (!runs(next) || runs(todo) || !todo.next) return
    const follower = this.#state.todo(todo.next)
    if (!follower) return
    const its = this.#after.get(follower.id) ?? follower
    const { finished, finishedAt, next: behind } = follower
    if (!finished && !behind && its.deletedAt) {
      if (its.repeat) this.#after.set(follower.id, { ...its, ...ended })
      return
    }
    if (this.#force) Object.assign(next, ended)
    else
      this.#conflicts.changed(
        'todo',
        follower,
        finished ? 'finishedAt' : 'repeat',
        null,
        finishedAt ?? follower.repeat,
      )
  }

  /** What comes back where its parent is no more comes to the top; else the parent is one that may be. */
  #place(id: string, next: Todo): void {
    const todo = this.#state.todo(id) as Todo
    liveList(this.#state, next.list)
    const comesBack = next.list !== todo.list || (todo.deletedAt !== null && next.deletedAt === null)
    if (next.parent === null || (next.parent === todo.parent && !comesBack)) return
    const state: State = {
      ...this.#state,
      todo: (each) => this.#after.get(each) ?? this.#state.todo(each),
    }
    const parent = state.todo(next.parent)
    const isThere = parent?.list === next.list
    // In the trash it may be below what is there as well, which is looked at once more when it comes back.
    if (next.deletedAt) next.parent = isThere && !wrongBelow(state, parent, next) ? next.parent : null
    else if (comesBack && (!isThere || parent.deletedAt)) next.parent = null
    else checkParent(state, next.list, next.parent, next)
  }

  /** @throws AppError `name_taken` */
  #checkNames(): void {
    const taken = new Set<string>()
    for (const next of this.#after.values()) {
      if (!holdsName(next) || !this.#state.list(next.list)?.uniqueNames) continue
      const holder = this.#state.named(next.list, next.name)
      const others = holder && holder.id !== next.id ? (this.#after.get(holder.id) ?? holder) : undefined
      const isHeld = others && holdsName(others) && others.list === next.list && others.name === next.name
      const key = `${next.list} ${next.name}`
      if (isHeld || taken.has(key)) throw nameTaken(next.name)
      taken.add(key)
    }
  }
}
