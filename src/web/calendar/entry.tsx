/** A todo in the calendar is a button that opens it, is dragged, and is moved by Alt with the arrows. */
import type { JSX } from 'preact'
import { moveBy } from '../state/move-day.ts'
import { openTodo } from '../state/route.ts'
import { listOf } from '../state/todos.ts'
import { may } from '../state/roles.ts'
import { timeText } from '../words/due.ts'
import { calendarWords } from '../words/later-words.ts'
import type { Entry } from './spread.ts'

interface Props {
  entry: Entry
  /** Alt with up and down goes by half hours, else by weeks. */
  isTimed?: boolean
  tabIndex?: number
  style?: Record<string, string>
}

const halfHour = 30

export function EntryButton({ entry, isTimed = false, tabIndex = 0, style }: Props): JSX.Element {
  const { todo, time, isComing } = entry
  const canMove = !isComing && may(todo.list, 'change')
  const keys = (event: KeyboardEvent) => {
    // The grid hears what is not of an entry.
    if (!event.altKey || !event.key.startsWith('Arrow')) return
    event.preventDefault()
    event.stopPropagation()
    if (!canMove) return
    const at = event.currentTarget as Element
    const sign = event.key === 'ArrowUp' || event.key === 'ArrowLeft' ? -1 : 1
    const isUpright = event.key === 'ArrowUp' || event.key === 'ArrowDown'
    const isToLeft = getComputedStyle(at).direction === 'rtl'
    if (isUpright && isTimed) moveBy(todo.id, { minutes: sign * halfHour }, at)
    else moveBy(todo.id, { days: isUpright ? sign * 7 : isToLeft ? -sign : sign }, at)
    wantsFocus(todo.id)
  }
  return (
    <button
      type="button"
      class={`calendar-entry priority-${todo.priority} ${isComing ? 'is-coming' : ''}`}
      {...(!isComing && { 'data-entry': todo.id })}
      data-of={todo.id}
      data-colour={listOf(todo.list)?.colour}
      tabIndex={tabIndex}
      title={todo.name}
      style={style}
      onKeyDown={keys}
      onClick={(event) => {
        event.stopPropagation()
        openTodo(todo.id)
      }}
    >
      {time && <span class="time">{timeText(time)}</span>}
      <span class="grows">{todo.name}</span>
      {isComing && <span class="unseen">{calendarWords.value.coming}</span>}
    </button>
  )
}

/** The entry that was moved by keys is another element now. */
function wantsFocus(id: string): void {
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`[data-entry="${id}"]`)?.focus({ preventScroll: false }),
  )
}
