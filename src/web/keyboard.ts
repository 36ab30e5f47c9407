/** The keys that work anywhere on the page. */
import { focusAddField, focusTodo } from './state/focus.ts'
import { redo, undo } from './state/history.ts'
import { keyGroups, keyOf, type KeyName } from './state/keys.ts'
import { dialog, openDialog } from './state/overlays.ts'
import { go, route } from './state/route.ts'
import { active } from './state/selection.ts'
import { letterKeys } from './device/settings.ts'
import { leave } from './todos/list-keys.ts'

const names = new Map<string, KeyName>()
for (const [name, keys] of Object.entries(keyGroups.anywhere))
  for (const key of keys) names.set(key, name as KeyName)

/** Listens until the function it returns is called. */
export function hearKeys(): () => void {
  addEventListener('keydown', hear)
  addEventListener('keydown', hearFirst, true)
  return () => {
    removeEventListener('keydown', hear)
    removeEventListener('keydown', hearFirst, true)
  }
}

/** The palette opens from anywhere, also from fields that keep their keys to themselves. */
function hearFirst(event: KeyboardEvent): void {
  if (dialog.peek() || names.get(keyOf(event)) !== 'palette') return
  event.preventDefault()
  event.stopPropagation()
  act('palette')
}

function hear(event: KeyboardEvent): void {
  if (event.defaultPrevented || dialog.peek()) return
  const key = keyOf(event)
  const isTyping = (event.target as Element).closest?.('input, textarea, select, [contenteditable]') !== null
  const isLetter = key.length === 1
  if (isLetter && (isTyping || letterKeys.peek() === 'off')) return
  const name = names.get(key)
  // In a field the browser's own undo is about its text.
  if (isTyping && (name === 'undo' || name === 'redo')) return
  if (name ? act(name) : key.startsWith('Arrow') && !isTyping && enterTodos()) event.preventDefault()
}

function act(name: KeyName): boolean {
  switch (name) {
    case 'palette':
      openDialog({ kind: 'palette' })
      return true
    case 'map':
      openDialog({ kind: 'keys' })
      return true
    case 'add':
      if (!focusAddField(false)) {
        go({ place: { view: 'list', list: undefined } })
        // Once it is drawn, and before another key comes.
        void Promise.resolve().then(() => focusAddField(false))
      }
      return true
    case 'search':
      if (route.peek().place.view !== 'search') go({ place: { view: 'search', query: '' } })
      else document.querySelector<HTMLElement>('[role=searchbox]')?.focus()
      return true
    case 'undo':
      undo()
      return true
    case 'redo':
      redo()
      return true
    case 'goToday':
    case 'goUpcoming':
      go({ place: { view: name === 'goToday' ? 'today' : 'upcoming' } })
      return true
    case 'goCalendar':
      go({ place: { view: 'calendar', span: 'month' } })
      return true
    case 'goTodos':
      go({ place: { view: 'list', list: undefined } })
      return true
    case 'escape':
      return leave()
    default:
      return false
  }
}

/** From nowhere the arrows lead to the todos. */
function enterTodos(): boolean {
  if (document.activeElement !== document.body && document.activeElement?.id !== 'todos') return false
  const first = document.querySelector<HTMLElement>('[data-todo]')?.dataset['todo']
  const known = active.peek()
  const id = known && document.querySelector(`[data-todo="${known}"]`) ? known : first
  if (id) focusTodo(id)
  return id !== undefined
}
