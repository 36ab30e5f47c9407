/** What stands quietly behind a todo's name. */
import { CalendarDays, Flag, ListTree, NotebookPen, Repeat } from 'lucide'
import type { JSX } from 'preact'
import type { Todo } from '../../client/client.ts'
import { Icon } from '../parts/icon.tsx'
import { now } from '../state/clock.ts'
import { daysFromToday, dueText, isOverdue } from '../words/due.ts'
import { listOf } from '../state/todos.ts'
import { words } from '../words/words.ts'

interface Props {
  id: string
  todo: Todo
  below: number
  belowFinished: number
  /** Where todos of many lists stand together. */
  hasList: boolean
  isSelected: boolean
}

export function RowMeta({ id, todo, below, belowFinished, hasList, isSelected }: Props): JSX.Element {
  const { priority, labels, notes, due } = todo
  const list = hasList ? listOf(todo.list) : undefined
  return (
    <span class="meta" id={id}>
      {list && (
        <span class="in-list">
          <span class="dot" data-colour={list.colour} />
          {list.name}
        </span>
      )}
      {due && <Due due={due} isFinished={todo.finished} />}
      {todo.repeat && !todo.finished && (
        <span>
          <Icon of={Repeat} />
          <span class="unseen">{words.value.repeats}</span>
        </span>
      )}
      {priority !== 'none' && (
        <span class={`priority ${priority}`}>
          <Icon of={Flag} />
          <span class="unseen">{words.value.priority} </span>
          {words.value.priorities[priority]}
        </span>
      )}
      {labels.slice(0, labelsShownMax).map((label) => (
        <span class="label" key={label}>
          {label}
        </span>
      ))}
      {labels.length > labelsShownMax && <span class="label">+{labels.length - labelsShownMax}</span>}
      {below > 0 && (
        <span>
          <Icon of={ListTree} />
          <span aria-hidden>{`${belowFinished}/${below}`}</span>
          <span class="unseen">{words.value.subtodosFinished(belowFinished, below)}</span>
        </span>
      )}
      {notes && (
        <span>
          <Icon of={NotebookPen} />
          <span class="unseen">{words.value.hasNotes}</span>
        </span>
      )}
      {isSelected && <span class="unseen">{words.value.isSelected}</span>}
    </span>
  )
}

const labelsShownMax = 3

function Due({ due, isFinished }: { due: string; isFinished: boolean }): JSX.Element {
  const isLate = !isFinished && isOverdue(due, now.value)
  const tone = isLate ? 'late' : daysFromToday(due, now.value) === 0 && !isFinished ? 'soon' : ''
  return (
    <time class={`due ${tone}`} dateTime={due.slice(0, 16)}>
      <Icon of={CalendarDays} />
      {isLate && <span class="unseen">{words.value.overdue} </span>}
      {dueText(due, now.value)}
    </time>
  )
}
