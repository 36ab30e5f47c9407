/** The rules of todos. */
import type { Change } from './change.ts'
import { putDefaults } from './blanks.ts'
import { newRow, updated } from './new-row.ts'
import type { Command, ParentOr, WithSubtodos } from './command.ts'
import { AppError } from './errors.ts'
import * as clientLimits from './client-limits.ts'
import type { List } from './list.ts'
import { positionAfter } from './position.ts'
import type { Todo, TodoFields, TodoPatch } from './todo.ts'
import { settleRepeat } from './decide-repeat.ts'
import { settleStart } from './start.ts'
import { holdsName, nameTaken } from './names.ts'
import { checkVersion, type State } from './state.ts'
import { checkSize } from './subtree.ts'

type TodoFieldChanges = Omit<TodoPatch, 'list'>
type TodoChange = Extract<Change, { kind: 'todo' }>
type TodoCommand = Extract<Command, { type: `${string}Todo` }>

export function decideTodo(state: State, command: TodoCommand, now: string): Change[] {
  if (command.type === 'createTodo')
    return createTodo(state, command.todo.id, command.todo.list, command.todo, now, command.parentOr)
  const ref = command.todo
  const todo = typeof ref === 'string' ? state.todo(ref) : state.todoByNumber?.(ref.list, ref.number)
  if (command.type === 'putTodo') return putTodo(state, command, todo, now)
  if (!todo || (todo.deletedAt && typeof ref !== 'string')) throw new AppError('todo_not_found')
  checkVersion(command.ifVersion, todo)
  switch (command.type) {
    case 'updateTodo':
      return updateTodo(state, todo, command.changes, now, command.changes, command.withSubtodos)
    case 'deleteTodo':
      return todo.deletedAt ? [] : deleteTodo(state, todo, now)
    case 'restoreTodo':
      return todo.deletedAt ? restoreTodo(state, todo, todo.deletedAt, now) : []
    default:
      checkLive(state, todo)
      return state.series?.[command.type](todo, now) ?? []
  }
}

function createTodo(
  state: State,
  id: string,
  listId: string,
  input: TodoFields,
  now: string,
  parentOr: ParentOr | undefined,
): Change[] {
  const list = liveList(state, listId)
  if (state.todo(id)) throw new AppError('id_taken')
  const parent = parentFor(state, list.id, input.parent, undefined, parentOr)
  const { number, lastPosition } = state.next(list.id)
  if (number > clientLimits.numberMax) throw new AppError('list_full')
  const finished = input.finished ?? false
  const todo = newRow('todo', {
    ...input,
    id,
    list: list.id,
    number,
    finished,
    parent,
    position: input.position ?? positionAfter(lastPosition),
    createdAt: now,
    updatedAt: now,
  })
  settle(state, undefined, todo, input, now)
  checkName(state, list, todo)
  return [changeOf(undefined, todo)]
}

function putTodo(
  state: State,
  command: Extract<TodoCommand, { type: 'putTodo' }>,
  todo: Todo | undefined,
  now: string,
): Change[] {
  checkVersion(command.ifVersion, todo)
  const { fields, parentOr } = command
  if (!todo)
    return createTodo(state, command.todo, command.list ?? command.defaultList, fields, now, parentOr)
  if (command.list && command.list !== todo.list) {
    throw new AppError('id_taken', { params: { list: todo.list } })
  }
  const changes: TodoPatch = { ...(putDefaults as TodoPatch), ...fields }
  if (parentOr && changes.parent !== todo.parent)
    changes.parent = parentFor(state, todo.list, changes.parent, todo, parentOr)
  return updateTodo(state, todo, changes, now, fields)
}

/** Sets what follows from the fields that were given, in place. */
function settle(
  state: State,
  before: Todo | undefined,
  after: Todo,
  changes: TodoPatch,
  now: string,
  given: TodoPatch = changes,
): void {
  if (after.finished !== before?.finished)
    after.finishedAt = after.finished ? (changes.finishedAt ?? state.deed ?? now) : null
  settleStart(after, changes, state.series?.isAfter)
  settleRepeat(before, after, changes)
  state.series?.remind(before, after, given)
}

/** @param given - what the sender named of the changes */
function updateTodo(
  state: State,
  todo: Todo,
  { list: to, ...changes }: TodoPatch,
  now: string,
  given: TodoPatch,
  asked?: WithSubtodos,
): Change[] {
  const list = checkLive(state, todo)
  if (to !== undefined && to !== todo.list) return moveTodo(state, todo, liveList(state, to), changes, now)
  const next = updated(todo, changes, now)
  if (next === todo) return []
  settle(state, todo, next, changes, now, given)
  if (next.parent && next.parent !== todo.parent) checkParent(state, todo.list, next.parent, todo)
  // A reopened todo may get its name back from the next todo of its series, so the series decides.
  if (!todo.next || !todo.finished) checkName(state, list, next)
  const along = alongWith(state, todo, next, asked)
  const others = state.series?.turn(todo, next, now, along) ?? along
  return [changeOf(todo, next), ...others]
}

/** Takes the todo to the end of another list, at the top unless a parent there is given, and all below it along. */
function moveTodo(state: State, todo: Todo, list: List, changes: TodoFieldChanges, now: string): Change[] {
  const { number: next, lastPosition } = state.next(list.id)
  const placed = { ...todo, parent: null, position: positionAfter(lastPosition) }
  const first = updated<Todo>(placed, changes, now)
  settle(state, todo, first, changes, now)
  // The next todo would be made in one list, with subtodos from another one.
  if (first.finished !== todo.finished && first.repeat && state.series) throw new AppError('repeat_moves')
  if (first.parent) checkParent(state, list.id, first.parent, todo)
  const moved = [first, ...checkSize(state.descendants(todo.id))]
  checkNames(state, list, moved)
  if (next + moved.length - 1 > clientLimits.numberMax) throw new AppError('list_full')
  return moved.map((each, index) => {
    const after = { ...each, list: list.id, number: next + index, updatedAt: now }
    return changeOf(each === first ? todo : each, after)
  })
}

/** Bins the todo and all that is live below it; the common moment is what `restoreTodo` knows them by. */
function deleteTodo(state: State, todo: Todo, now: string): Change[] {
  liveList(state, todo.list)
  const live = state.descendants(todo.id).filter((below) => !below.deletedAt)
  return changesTo([todo, ...checkSize(live)], { deletedAt: now }, now)
}

/** Brings back the todo and what was binned with it. Where its parent is gone it comes back without one. */
function restoreTodo(state: State, todo: Todo, since: string, now: string): Change[] {
  const list = liveList(state, todo.list)
  const together = state.descendants(todo.id).filter((below) => below.deletedAt === since)
  const changes = changesTo([todo, ...checkSize(together)], { deletedAt: null }, now)
  checkNames(
    state,
    list,
    changes.map(({ after }) => after),
  )
  const parent = todo.parent ? state.todo(todo.parent) : undefined
  const [first] = changes
  const isThere = parent?.list === todo.list && !parent.deletedAt
  if (first && !isThere) first.after.parent = null
  return changes
}

/** Open todos below one that is finished are finished with it, and those of that moment reopened, if that is asked. */
function alongWith(
  state: State,
  before: Todo,
  { finished, finishedAt, updatedAt }: Todo,
  asked: WithSubtodos | undefined,
): Change[] {
  if (!asked || finished === before.finished) return []
  const isAlong = (below: Todo) =>
    !below.deletedAt && below.finishedAt === before.finishedAt && (asked === true || asked.includes(below.id))
  return changesTo(
    checkSize(state.descendants(before.id)).filter(isAlong),
    { finished, finishedAt },
    updatedAt,
  )
}

const changesTo = (todos: Todo[], fields: Partial<Todo>, now: string): TodoChange[] =>
  todos.map((todo) => changeOf(todo, { ...todo, ...fields, updatedAt: now }))

/** It is told in the list that the todo is in then. */
const changeOf = (before: Todo | undefined, after: Todo): TodoChange => ({
  kind: 'todo',
  space: after.list,
  before,
  after,
})

export function liveList(state: State, id: string): List {
  const list = state.list(id)
  if (!list) throw new AppError('list_not_found')
  if (list.deletedAt) throw new AppError('list_in_trash')
  return list
}

function checkLive(state: State, todo: Todo): List {
  if (todo.deletedAt) throw new AppError('todo_in_trash')
  return liveList(state, todo.list)
}

function checkName(state: State, list: List, todo: Todo): void {
  if (!list.uniqueNames || !holdsName(todo)) return
  const holder = state.named(list.id, todo.name)
  if (holder && holder.id !== todo.id) throw nameTaken(todo.name)
}

/** The names of todos that come into the list together. */
function checkNames(state: State, list: List, todos: readonly Todo[]): void {
  const names = new Set<string>()
  for (const todo of todos) {
    if (!list.uniqueNames || !holdsName(todo)) continue
    checkName(state, list, todo)
    if (names.has(todo.name)) throw nameTaken(todo.name)
    names.add(todo.name)
  }
}

/** The parent that was asked for or, where that can't be it and the command says so, none. */
function parentFor(
  state: State,
  list: string,
  parent: string | null | undefined,
  self: Todo | undefined,
  parentOr: ParentOr | undefined,
): string | null {
  if (!parent) return null
  try {
    checkParent(state, list, parent, self)
    return parent
  } catch (error) {
    if (parentOr !== 'top' || !(error instanceof AppError)) throw error
    return null
  }
}

/** The parent must be live, in the list, not below `self`, and not too deep for what is below `self`. */
export function checkParent(state: State, list: string, parentId: string, self: Todo | undefined): void {
  const parent = state.todo(parentId)
  if (!parent || parent.list !== list || parent.deletedAt) throw new AppError('parent_not_found')
  const wrong = wrongBelow(state, parent, self)
  if (wrong) throw wrong
}

/** Why `self` can't be below this todo of its list, live or not: it is above it, or too many levels come together. */
export function wrongBelow(state: State, parent: Todo, self: Todo | undefined): AppError | undefined {
  const most = clientLimits.depthMax
  let levels = 0
  // Only in the list, and so far: a client's rows of two lists that are not of one moment could be in a ring.
  for (let above: Todo | undefined = parent; above?.list === parent.list && levels <= most; levels++) {
    if (above.id === self?.id) return new AppError('parent_cycle')
    above = above.parent ? state.todo(above.parent) : undefined
  }
  if (1 + levels + (self ? height(state, self) : 0) <= most) return undefined
  return new AppError('too_deep', { params: { most } })
}

/** How many levels are below a todo. */
function height(state: State, todo: Todo): number {
  const depths = new Map([[todo.id, 0]])
  let highest = 0
  // Descendants come nearest first.
  for (const below of checkSize(state.descendants(todo.id))) {
    const depth = 1 + (depths.get(below.parent ?? '') ?? 0)
    depths.set(below.id, depth)
    highest = Math.max(highest, depth)
  }
  return highest
}
