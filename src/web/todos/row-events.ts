/** What pointers and keys do on the rows of a list: heard once, on the list. */
import type { Todo } from '../../client/client.ts'
import { oneLine } from '../../model/plain-text.ts'
import { startRenaming } from '../state/focus.ts'
import { isCoarse, isWide } from '../state/layout.ts'
import { openTodo } from '../state/route.ts'
import {
  active,
  beginRange,
  clearSelection,
  concerned,
  selected,
  selectTo,
  toggleSelected,
} from '../state/selection.ts'
import { hearListKey, type ListKeys } from './list-keys.ts'
import { openTodoMenu } from '../state/menus.ts'

interface RowEvents {
  onKeyDown: (event: KeyboardEvent) => void
  onClick: (event: MouseEvent) => void
  onDblClick: (event: MouseEvent) => void
  onContextMenu: (event: MouseEvent) => void
  onCopy: (event: ClipboardEvent) => void
}

export function rowEvents(list: ListKeys & { todos: readonly Todo[] }): RowEvents {
  return {
    onKeyDown(event) {
      if (!hearListKey(event, list)) return
      event.preventDefault()
      event.stopPropagation()
    },
    onClick: (event) => onRow(event, (id) => clickRow(id, event, list.order)),
    onDblClick: (event) =>
      onRow(event, (id) => {
        clearTimeout(opening)
        if (!isCoarse.peek()) startRenaming(id)
      }),
    onContextMenu: (event) =>
      // A button has no menu of its own; of a link it is the browser's.
      onRow(
        event,
        (id) => {
          const todo = list.todos.find((each) => each.id === id)
          // A finger that is held drags.
          if (!todo || isCoarse.peek()) return
          event.preventDefault()
          active.value = id
          const { clientX: x, clientY: y } = event
          openTodoMenu(todo, concerned(id), x || y ? { x, y } : (event.target as Element), list)
        },
        'textarea, a',
      ),
    onCopy(event) {
      if ((event.target as Element).closest('textarea')) return
      // Also of those that are not drawn.
      const ids = new Set(active.peek() === undefined ? selected.peek() : concerned(active.peek() as string))
      const names = list.todos.filter((todo) => ids.has(todo.id)).map((todo) => oneLine(todo.name))
      event.clipboardData?.setData('text/plain', names.join('\n'))
      event.preventDefault()
    },
  }
}

/** It acts on a row, but not on what in it has a use of its own. */
function onRow(event: Event, act: (id: string) => void, own = '.tick, .actions, textarea, a, .door'): void {
  const target = event.target as Element
  if (target.closest(own)) return
  const id = target.closest<HTMLElement>('[data-todo]')?.dataset['todo']
  if (id) act(id)
}

/** It is waited for so long where the details would cover the name: a second click renames it. */
const doubleClickMs = 250
let opening: ReturnType<typeof setTimeout> | undefined

function clickRow(id: string, event: MouseEvent, order: readonly string[]): void {
  const target = event.target as Element
  clearTimeout(opening)
  // A Mac gives buttons no focus, and names with links are none.
  if (!isCoarse.peek())
    target.closest('[data-todo]')?.querySelector<HTMLElement>('.name')?.focus({ preventScroll: true })
  if (event.shiftKey) return selectTo(id, order)
  const isSelecting = selected.peek().size > 0 && isCoarse.peek()
  if (event.ctrlKey || event.metaKey || isSelecting) return toggleSelected(id)
  clearSelection()
  beginRange(id)
  const mayBeDouble = !isCoarse.peek() && !isWide.peek() && target.closest('.name') !== null
  // It is a click by a key that has no count.
  if (!mayBeDouble || event.detail === 0) openTodo(id)
  else if (event.detail === 1) opening = setTimeout(() => openTodo(id), doubleClickMs)
}
