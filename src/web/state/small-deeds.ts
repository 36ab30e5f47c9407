/** It has small deeds on todos: what is overdue goes to another day, snoozing, duplicating, copying as text. */
import { newId, type Todo, type TodoInput } from '../../client/client.ts'
import * as clientLimits from '../../model/client-limits.ts'
import { oneLine } from '../../model/plain-text.ts'
import { positionBetween } from '../../model/position.ts'
import { rightName } from '../../model/right-name.ts'
import { dateText, dayText, dueOf, dueText, isOverdue } from '../words/due.ts'
import { labelWords } from '../words/later-words.ts'
import { withoutNested } from './actions.ts'
import { dueTodos, today } from './agenda.ts'
import { perform } from './history.ts'
import { childrenOf } from './items.ts'
import { isTooLongForName } from './long-texts.ts'
import { may } from './roles.ts'
import { announce, showToast } from './toasts.ts'
import { listOf, replica, todosOf } from './todos.ts'
import type { Wish } from './wishes.ts'

type Due = Todo & { due: string }

const todosBy = (ids: readonly string[]): Todo[] =>
  ids.map((id) => replica().todo(id)).filter((todo): todo is Todo => todo?.deletedAt === null)

function tell(text: string): void {
  showToast({ text })
  announce(text)
}

/** Those of days before today that may be changed. Follows changes where it is read in a view. */
export const overdueTodos = (): Due[] =>
  dueTodos.value.filter(({ due, list }) => due.slice(0, 10) < today.value && may(list, 'change'))

/** A todo keeps its time on the new day, unless that is over already. */
export function rescheduleOverdue(day: string): void {
  const todos = overdueTodos()
  const word = labelWords.value
  if (todos.length === 0) return tell(word.nothingOverdue)
  const now = new Date()
  const wishes = todos.map(({ id, due }): Wish => {
    const timed = day + due.slice(10)
    const changes = { due: isOverdue(timed, now) ? day : timed }
    return { type: 'updateTodo', todo: id, changes }
  })
  perform(word.rescheduled(todos.length, dayText(day, now)), wishes, { offersUndo: true })
}

const atDue = 'PT0S'

/** They are due then, and one is reminded of it. */
export function snooze(ids: readonly string[], moment: Date): void {
  const todos = todosBy(ids).filter(({ finished }) => !finished)
  const [first] = todos
  if (!first) return
  const pad = (part: number) => String(part).padStart(2, '0')
  const due = dueOf(dateText(moment), `${pad(moment.getHours())}:${pad(moment.getMinutes())}`)
  const wishes = todos.map(({ id, reminders }): Wish => {
    const isReminded = reminders.some((reminder) => /^-?P/.test(reminder))
    const changes = { due, ...(!isReminded && { reminders: [atDue, ...reminders].slice(0, remindersMax) }) }
    return { type: 'updateTodo', todo: id, changes }
  })
  const when = dueText(due, new Date())
  const { snoozed, snoozedMany } = labelWords.value
  perform(todos.length === 1 ? snoozed(first.name, when) : snoozedMany(todos.length, when), wishes, {
    offersUndo: true,
  })
}

const remindersMax = 10

/** Makes copies right behind the todos, with all that is below them; what was finished is open in them. */
export function duplicate(ids: readonly string[]): void {
  const todos = withoutNested(todosBy(ids).filter(({ list }) => may(list, 'change')))
  const [first] = todos
  if (!first) return
  const word = labelWords.value
  const inList = childrenOnce()
  const taken = new Map<string, Set<string>>()
  const wishes = todos.flatMap((todo) => {
    const siblings = inList(todo.list).get(todo.parent) ?? []
    const next = siblings[siblings.findIndex(({ id }) => id === todo.id) + 1]
    const position = positionBetween(todo.position, next?.position ?? null)
    return copiesOf(todo, { parent: todo.parent, position }, inList(todo.list), taken)
  })
  // So many are restored together as well.
  if (wishes.length > clientLimits.subtreeMax) return tell(word.tooMany(clientLimits.subtreeMax))
  const name = todos.length === 1 ? word.duplicated(first.name) : word.duplicatedMany(todos.length)
  perform(name, wishes, { offersUndo: true })
}

function copiesOf(
  todo: Todo,
  place: Pick<Todo, 'parent' | 'position'>,
  children: ReadonlyMap<string | null, Todo[]>,
  taken: Map<string, Set<string>>,
): Wish[] {
  const id = newId()
  const { list, notes, start, due, priority, labels, repeat, repeatFrom, anchor, reminders } = todo
  const copy: TodoInput = {
    ...place,
    id,
    list,
    name: freeName(todo, taken),
    notes,
    start,
    due,
    priority,
    labels,
    reminders,
    ...(repeat !== null && { repeat, repeatFrom, anchor }),
  }
  const below = (children.get(todo.id) ?? []).flatMap((child) =>
    copiesOf(child, { parent: id, position: child.position }, children, taken),
  )
  return [{ type: 'createTodo', todo: copy }, ...below]
}

/** Where no two open todos may be called alike, a copy gets a number. */
function freeName({ list, name: kept }: Todo, taken: Map<string, Set<string>>): string {
  // Names of before may be of several lines.
  const name = rightName(kept) || kept
  if (!listOf(list)?.uniqueNames) return name
  let names = taken.get(list)
  if (!names) {
    const open = todosOf(list)
      .peek()
      .filter(({ finished }) => !finished)
    taken.set(list, (names = new Set(open.map(({ name }) => name))))
  }
  let free = name
  for (let number = 2; names.has(free); number++) {
    free = labelWords.value.copyOf(name, number)
    // What is too long loses its end, and not the number.
    for (let signs = [...name]; isTooLongForName(free); signs = signs.slice(0, -1))
      free = labelWords.value.copyOf(`${signs.slice(0, -1).join('')}…`, number)
  }
  names.add(free)
  return free
}

/** It makes a checklist in Markdown, with a line for each todo, and what is below one indented. */
export function checklistOf(
  todos: readonly Todo[],
  childrenIn: (list: string) => ReadonlyMap<string | null, Todo[]>,
): string {
  const lines: string[] = []
  const put = (todo: Todo, depth: number) => {
    lines.push(`${'  '.repeat(depth)}- [${todo.finished ? 'x' : ' '}] ${oneLine(todo.name)}`)
    for (const child of childrenIn(todo.list).get(todo.id) ?? []) put(child, depth + 1)
  }
  for (const todo of todos) put(todo, 0)
  return `${lines.join('\n')}\n`
}

function childrenOnce(): (list: string) => Map<string | null, Todo[]> {
  const found = new Map<string, Map<string | null, Todo[]>>()
  return (list) => {
    let children = found.get(list)
    if (!children) found.set(list, (children = childrenOf(todosOf(list).peek())))
    return children
  }
}

/** Copies todos, each with what is below it, in the order in which they stand. */
export function copyTodos(ids: readonly string[]): Promise<void> {
  return copyChecklist(withoutNested(todosBy(ids)), '')
}

export function copyList(list: string): Promise<void> {
  const tops = childrenOf(todosOf(list).peek()).get(null) ?? []
  return copyChecklist(tops, `# ${oneLine(listOf(list)?.name ?? '')}\n\n`)
}

async function copyChecklist(todos: readonly Todo[], heading: string): Promise<void> {
  const word = labelWords.value
  if (todos.length === 0) return tell(word.nothingToCopy)
  const list = checklistOf(todos, childrenOnce())
  const isCopied = await copy(heading + list)
  tell(isCopied ? word.copied(list.split('\n').length - 1) : word.notCopied)
}

/** Without https browsers have no other way than the old one. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const field = document.createElement('textarea')
    field.value = text
    const focused = document.activeElement as HTMLElement | null
    document.body.append(field)
    field.select()
    const isCopied = document.execCommand('copy')
    field.remove()
    focused?.focus()
    return isCopied
  }
}
