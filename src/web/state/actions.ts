/** What a person does to todos; each is commands with a name, and can be undone. */
import { signal, type Signal } from '@preact/signals'
import { newId, type Todo, type TodoInput, type TodoPatch } from '../../client/client.ts'
import { positionBetween } from '../../model/position.ts'
import { tellRefusal } from '../words/problems.ts'
import { words } from '../words/words.ts'
import { dateText } from '../words/due.ts'
import { perform } from './history.ts'
import { childrenOf } from './items.ts'
import { later } from './later.ts'
import { quickAdd } from './quick-add.ts'
import { isTooLongForNotes, splitName, withRest } from './long-texts.ts'
import { route } from './route.ts'
import { announce, showToast } from './toasts.ts'
import { listOf, replica, todosOf, viewOf } from './todos.ts'
import type { Wish } from './wishes.ts'

/** Finished this moment: they stay where they are for a while, so that a slip is undone by a second click. */
export const lingering: Signal<ReadonlySet<string>> = signal(new Set())
const lingerMs = 2_000

const todosBy = (ids: readonly string[]): Todo[] =>
  ids.map((id) => replica().todo(id)).filter((todo) => todo !== undefined)

/** A name for what is done to one todo or many. */
function named(
  todos: readonly Todo[],
  one: (name: string) => string,
  many: (count: number) => string,
): string {
  const [first] = todos
  return todos.length === 1 && first ? one(first.name) : many(todos.length)
}

/**
 * @param fields - what all of them have besides
 * @returns the ids of what was added; none when the rules refused it
 */
export function addTodos(
  list: string,
  names: readonly string[],
  fields: Omit<TodoInput, 'id' | 'list' | 'name'> = {},
  before: readonly Wish[] = [],
): string[] {
  const positions = placesOnTop(list, names.length)
  const made = names.map((text, index) => {
    const position = positions[index]
    const [name, rest] = splitName(text)
    const notes = withRest(rest, fields.notes)
    return { ...fields, ...(notes && { notes }), ...(position && { position }), id: newId(), list, name }
  })
  if (made.some(({ notes = '' }) => isTooLongForNotes(notes))) return (tellTooLong(), [])
  const { added, addedMany } = words.value
  const name = made.length === 1 ? added(made[0]?.name ?? '') : addedMany(made.length)
  perform(name, [...before, ...made.map((todo): Wish => ({ type: 'createTodo', todo }))])
  return made.map(({ id }) => id).filter((id) => replica().todo(id))
}

/** Answers positions before all others, in their order, where the list has new todos on top; else none. */
export function placesOnTop(list: string, count: number): string[] {
  if (!viewOf(list).newOnTop) return []
  const first = siblingsOf(list, null)[0]?.position ?? null
  let last: string | null = null
  return Array.from({ length: count }, () => (last = positionBetween(last, first)))
}

/**
 * What is open below them goes along when they are finished, and comes back when they are reopened soon after.
 * @param offersUndo - by a message, which is offered anyway where others go along; of one alone a second press does it
 */
export function setFinished(
  ids: readonly string[],
  finished: boolean,
  // Among the open or the finished ones it is gone at once, with its tick.
  offersUndo = ids.length > 1 || route.peek().filter !== 'all',
): void {
  const todos = todosBy(ids).filter((todo) => todo.finished !== finished)
  const [first] = todos
  if (!first) return
  const { finished: one, finishedMany, reopened, reopenedMany, withSubtodos } = words.value
  const goAlong = alongWith(todos)
  const along = goAlong.flatMap((below) => below ?? [])
  linger(finished && todos.length === 1 ? [first.id, ...along] : [])
  const name = finished ? named(todos, one, finishedMany) : named(todos, reopened, reopenedMany)
  perform(
    along.length > 0 ? withSubtodos(name, along.length) : name,
    todos.map((todo, index): Wish => ({
      type: 'updateTodo',
      todo: todo.id,
      changes: { finished },
      withSubtodos: goAlong[index],
    })),
    { offersUndo: offersUndo || along.length > 0 },
  )
  if (finished && first.repeat && todos.length === 1)
    later()
      .then(({ tellNext }) => tellNext(first.id))
      .catch(() => {})
}

/** Finds what goes along with each of these: what is below it and open, or was finished in the same moment. */
function alongWith(todos: readonly Todo[]): (string[] | undefined)[] {
  const seen = new Set(todos.map(({ id }) => id))
  const trees = new Map<string, ReturnType<typeof childrenOf>>()
  return todos.map(({ id, list, finishedAt, repeat }) => {
    const tree = trees.get(list) ?? childrenOf(todosOf(list).peek())
    trees.set(list, tree)
    // What repeats by itself goes over to the todo that follows.
    const below = (parent: string): Todo[] =>
      (tree.get(parent) ?? []).flatMap((todo) => (repeat && todo.repeat ? [] : [todo, ...below(todo.id)]))
    const found = below(id).filter((each) => each.finishedAt === finishedAt && !seen.has(each.id))
    for (const each of found) seen.add(each.id)
    return found.length > 0 ? found.map((each) => each.id) : undefined
  })
}

/** Puts one that repeats off to its next date. */
export function skip(id: string): void {
  const todo = replica().todo(id)
  if (todo?.repeat && !todo.finished)
    later()
      .then(({ skipOne }) => skipOne(todo))
      .catch(() => {})
}

function linger(ids: readonly string[]): void {
  if (ids.length === 0) return
  lingering.value = new Set([...lingering.value, ...ids])
  setTimeout(() => {
    lingering.value = new Set([...lingering.value].filter((id) => !ids.includes(id)))
  }, lingerMs)
}

/** Changes all these todos, the same of each or what each is asked for; one without a date repeats no more. */
export function change(
  ids: readonly string[],
  to: TodoPatch | ((todo: Todo) => TodoPatch),
  how: { offersUndo?: boolean } = {},
): void {
  const todos = todosBy(ids)
  if (todos.length === 0) return
  const { changed, changedMany } = words.value
  perform(
    named(todos, changed, changedMany),
    todos.map((todo): Wish => {
      const changes = typeof to === 'function' ? to(todo) : to
      const ends = changes.due === null && todo.repeat !== null
      return { type: 'updateTodo', todo: todo.id, changes: ends ? { ...changes, repeat: null } : changes }
    }),
    how,
  )
}

/**
 * What is new in its name is understood as in the field for todos; what is too long for a name goes into the notes.
 * @returns whether it was taken
 */
export function rename(id: string, text: string): boolean {
  const todo = replica().todo(id)
  // What was typed is kept for when it comes back.
  if (todo?.deletedAt !== null) return false
  const read = quickAdd.peek()?.readRenamed(todo, text)
  const [name, rest] = splitName(read?.name ?? text)
  const notes = rest && withRest(rest, todo.notes)
  if (isTooLongForNotes(notes)) return tellTooLong()
  const changes = { ...read?.changes, name, ...(notes && { notes }) }
  const wish: Wish = { type: 'updateTodo', todo: id, changes }
  // In another list it would seem to be gone.
  return perform(words.value.renamed(name), [...(read?.before ?? []), wish], { offersUndo: !!changes.list })
}

function tellTooLong(): false {
  void tellRefusal('bad_request', undefined, (text) => {
    showToast({ text })
    announce(text)
  })
  return false
}

export function dueIn(ids: readonly string[], days: number): void {
  const day = new Date()
  day.setDate(day.getDate() + days)
  change(ids, { due: dateText(day) })
}

export function remove(ids: readonly string[]): void {
  const todos = withoutNested(todosBy(ids))
  if (todos.length === 0) return
  const { deleted, deletedMany } = words.value
  perform(
    named(todos, deleted, deletedMany),
    todos.map((todo): Wish => ({ type: 'deleteTodo', todo: todo.id })),
    { offersUndo: true },
  )
}

export function restore(todo: Todo): void {
  perform(words.value.restored(todo.name), [{ type: 'restoreTodo', todo: todo.id }])
}

export function moveToList(ids: readonly string[], list: string): void {
  const todos = withoutNested(todosBy(ids)).filter((todo) => todo.list !== list)
  if (todos.length === 0) return
  const { moved, movedMany } = words.value
  perform(
    `${named(todos, moved, movedMany)} → ${listOf(list)?.name ?? ''}`,
    todos.map((todo): Wish => ({ type: 'updateTodo', todo: todo.id, changes: { list } })),
    { offersUndo: true },
  )
}

/** Without those below another one of them: they go with it. */
export function withoutNested(todos: readonly Todo[]): Todo[] {
  const ids = new Set(todos.map((todo) => todo.id))
  return todos.filter((todo) => {
    for (let above = parentOf(todo); above; above = parentOf(above)) if (ids.has(above.id)) return false
    return true
  })
}

const parentOf = (todo: Todo): Todo | undefined =>
  todo.parent === null ? undefined : replica().todo(todo.parent)

/**
 * Puts todos of one list right behind a sibling.
 * @param after - undefined: before all that are below the parent
 */
export function place(ids: readonly string[], parent: string | null, after: string | undefined): void {
  const todos = withoutNested(todosBy(ids))
  const [first] = todos
  if (!first || todos.some((todo) => todo.id === after || todo.id === parent)) return
  const moving = new Set(todos.map((todo) => todo.id))
  const siblings = siblingsOf(first.list, parent).filter((todo) => !moving.has(todo.id))
  const at = siblings.findIndex((todo) => todo.id === after)
  let before = siblings[at]?.position ?? null
  const next = siblings[at + 1]?.position ?? null
  const wishes = todos.map((todo): Wish => {
    before = positionBetween(before, next)
    const changes = { position: before, ...(todo.parent !== parent && { parent }) }
    return { type: 'updateTodo', todo: todo.id, changes }
  })
  const { moved, movedMany, movedTo } = words.value
  if (perform(named(todos, moved, movedMany), wishes))
    announce(movedTo(first.name, at + 2, siblings.length + todos.length))
}

export function siblingsOf(list: string, parent: string | null): Todo[] {
  return childrenOf(todosOf(list).peek()).get(parent) ?? []
}

/** @param step - -1: up, 1: down, among those that `isShown` */
export function moveBy(id: string, step: -1 | 1, isShown: (todo: Todo) => boolean): void {
  const todo = replica().todo(id)
  if (!todo) return
  const siblings = siblingsOf(todo.list, todo.parent).filter(isShown)
  const at = siblings.findIndex((each) => each.id === id)
  const target = siblings[at + step]
  if (!target) return
  place([id], todo.parent, step === 1 ? target.id : siblings[at - 2]?.id)
}

/** Below the sibling before it. */
export function indent(id: string, isShown: (todo: Todo) => boolean): void {
  const todo = replica().todo(id)
  if (!todo) return
  const siblings = siblingsOf(todo.list, todo.parent).filter(isShown)
  const above = siblings[siblings.findIndex((each) => each.id === id) - 1]
  if (above) place([id], above.id, siblingsOf(todo.list, above.id).at(-1)?.id)
}

/** Behind its parent. */
export function outdent(id: string): void {
  const todo = replica().todo(id)
  const parent = todo && parentOf(todo)
  if (parent) place([id], parent.parent, parent.id)
}

/** Finishes all of a list, or makes all active when all are finished. */
export function toggleAll(list: string): void {
  const todos = todosOf(list).peek()
  const isAll = todos.every((todo) => todo.finished)
  setFinished(
    todos.map((todo) => todo.id),
    !isAll,
  )
}

export function clearFinished(list: string): void {
  remove(
    todosOf(list)
      .peek()
      .filter((todo) => todo.finished)
      .map((todo) => todo.id),
  )
}
