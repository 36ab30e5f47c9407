/** What the keys do on a list of todos. */
import { dueIn, indent, moveBy, outdent, remove, setFinished, skip } from '../state/actions.ts'
import { focusAddField, focusTodo, rowOf, startRenaming, wantsField, wantsSight } from '../state/focus.ts'
import { keyGroups, keyOf, type KeyName } from '../state/keys.ts'
import { letterKeys } from '../device/settings.ts'
import { openTodo, route } from '../state/route.ts'
import {
  active,
  beginRange,
  clearSelection,
  concerned,
  selectAll,
  selected,
  selectTo,
  toggleSelected,
} from '../state/selection.ts'
import { replica } from '../state/todos.ts'
import type { Todo } from '../../client/client.ts'
import { openDueMenu, openMoveMenu } from '../state/menus.ts'
import { showToast } from '../state/toasts.ts'
import { toggleFolded } from '../state/views.ts'

export interface ListKeys {
  /** The ids of all todos, in the order in which they stand. */
  order: readonly string[]
  /** Whether the order can be changed here. */
  canReorder: boolean
  isShown: (todo: Todo) => boolean
  /** It says why the order can not be changed. */
  whyFixed?: string | undefined
  /** This view keeps what is folded. */
  foldIn?: string | undefined
}

const names = new Map<string, KeyName>()
for (const [name, keys] of Object.entries(keyGroups.list))
  for (const key of keys) names.set(key, name as KeyName)

/** @returns whether the key was one of the list's */
export function hearListKey(event: KeyboardEvent, list: ListKeys): boolean {
  const key = keyOf(event)
  if (key.length === 1 && key !== ' ' && letterKeys.peek() === 'off') return false
  const name = names.get(key)
  const { order } = list
  const target = event.target as Element
  const row = target.closest<HTMLElement>('[data-todo]')?.dataset['todo']
  const known = active.peek()
  const id = row ?? (known !== undefined && order.includes(known) ? known : order[0])
  if (!name || id === undefined) return false
  // Space and Enter on a button or a link are its own.
  const isOnButton = target.closest('button:not(.name), a') !== null
  if (isOnButton && (key === ' ' || key === 'Enter')) return false
  const at = order.indexOf(id)
  const isBack = /ArrowUp|ArrowLeft|^k$/.test(key)
  const next = order[at + (isBack ? -1 : 1)]
  switch (name) {
    case 'move':
      if (next) {
        beginRange(next)
        focusTodo(next)
      } else if (isBack) focusAddField()
      return true
    case 'extend':
      if (!next) return true
      selectTo(next, order)
      focusTodo(next)
      return true
    case 'selectAll':
      selectAll(order)
      return true
    case 'select':
      toggleSelected(id)
      return true
    default:
      // What can't be seen comes into sight, and only the next key acts on it.
      if (row === undefined || !isInSight(target)) wantsSight.value = id
      else return actOn(name, id, isBack, list)
      return true
  }
}

function isInSight(target: Element): boolean {
  const row = target.closest('[data-todo]')?.getBoundingClientRect()
  const box = target.closest('.scroll')?.getBoundingClientRect()
  return !row || !box || (row.bottom > box.top && row.top < box.bottom)
}

function actOn(name: KeyName, id: string, isBack: boolean, list: ListKeys): boolean {
  const { canReorder, whyFixed, foldIn, isShown } = list
  switch (name) {
    case 'toggle':
      setFinished(concerned(id), !replica().todo(id)?.finished)
      return true
    case 'rename':
      startRenaming(id)
      return true
    case 'details':
      openTodo(route.peek().todo === id ? undefined : id)
      return true
    case 'close':
      if (!route.peek().todo) return false
      openTodo(undefined)
      return true
    case 'remove':
      remove(concerned(id))
      return true
    case 'moveTodo':
      if (canReorder) moveBy(id, isBack ? -1 : 1, isShown)
      else if (whyFixed) showToast({ text: whyFixed })
      return true
    case 'indent':
      if (canReorder && isBack) outdent(id)
      else if (canReorder) indent(id, isShown)
      return true
    case 'fold':
      if (foldIn !== undefined) toggleFolded(foldIn, id)
      return true
    case 'moveTo':
      openMoveMenu(concerned(id), rowOf(id))
      return true
    case 'repeat':
      openTodo(id)
      wantsField.value = 'repeat'
      return true
    case 'skip':
      skip(id)
      return true
    case 'dueOn':
      openDueMenu(concerned(id), rowOf(id))
      return true
    case 'dueToday':
      dueIn(concerned(id), 0)
      return true
    default:
      return false
  }
}

/** Escape: the selection first, then the details. */
export function leave(): boolean {
  if (selected.peek().size > 0) clearSelection()
  else if (route.peek().todo) openTodo(undefined)
  else return false
  return true
}
