/** What pointers and keys do on the rows of a list: heard once, on the list. */
import type { Todo } from '../../client/client.ts'
import { oneLine } from '../../model/plain-text.ts'
import { startRenaming } from '../state/focus.ts'
import { isCoarse } from '../state/layout.ts'
import { openTodo, route } from '../state/route.ts'
import { active, clearSelection, concerned, selected, selectTo, toggleSelected } from '../state/selection.ts'
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
    onDblClick: (event) => onRow(event, (id) => isCoarse.peek() || startRenaming(id)),
    onContextMenu: (event) =>
      onRow(event, (id) => {
        const todo = list.todos.find((each) => each.id === id)
        // A finger that is held drags.
        if (!todo || isCoarse.peek()) return
        event.preventDefault()
        active.value = id
        const { clientX: x, clientY: y } = event
        openTodoMenu(todo, concerned(id), x || y ? { x, y } : (event.target as Element), list)
      }),
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

/** Not on what in it has a use of its own. */
function onRow(event: Event, act: (id: string) => void): void {
  const target = event.target as Element
  if (target.closest('.tick, .actions, textarea, .refused')) return
  const id = target.closest<HTMLElement>('[data-todo]')?.dataset['todo']
  if (id) act(id)
}

function clickRow(id: string, event: MouseEvent, order: readonly string[]): void {
  if (event.shiftKey) return selectTo(id, order)
  const isSelecting = selected.peek().size > 0 && isCoarse.peek()
  if (event.ctrlKey || event.metaKey || isSelecting) return toggleSelected(id)
  clearSelection()
  active.value = id
  if (isCoarse.peek() || route.peek().todo) openTodo(id)
}
