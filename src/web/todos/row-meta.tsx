/** What stands quietly behind a todo's name. */
import { CalendarDays, Flag, FoldVertical, ListTree, NotebookPen, Repeat } from 'lucide'
import type { JSX } from 'preact'
import type { Todo } from '../../client/client.ts'
import { Icon } from '../parts/icon.tsx'
import { now } from '../state/clock.ts'
import { daysFromToday, dueText, isOverdue } from '../words/due.ts'
import { openDueMenu, openPriorityMenu } from '../state/menus.ts'
import { hrefOf } from '../state/route.ts'
import { labelColours, listOf } from '../state/todos.ts'
import { toggleFolded } from '../state/views.ts'
import { words } from '../words/words.ts'

interface Props {
  id: string
  todo: Todo
  below: number
  belowFinished: number
  /** Where todos of many lists stand together. */
  hasList: boolean
  isSelected: boolean
  isFolded: boolean | undefined
  /** This view keeps what is folded. */
  foldIn: string | undefined
  tabIndex: number
  /** The account may not change it. */
  isFixed: boolean
}

/** What is shown leads to where it is changed, or to its view. */
export function RowMeta(props: Props): JSX.Element {
  const { id, todo, below, hasList, isSelected, tabIndex, isFixed } = props
  const door = { class: 'door', tabIndex }
  const { priority, labels, notes, due } = todo
  const list = hasList ? listOf(todo.list) : undefined
  return (
    <span class="meta" id={id}>
      {list && (
        <a class="door in-list" tabIndex={tabIndex} href={hrefOf({ place: { view: 'list', list: list.id } })}>
          <span class="dot" data-colour={list.colour} />
          {list.name}
        </a>
      )}
      {due && (
        <button
          type="button"
          {...door}
          disabled={isFixed}
          onClick={(event) => openDueMenu([todo.id], event.currentTarget)}
        >
          <Due due={due} isFinished={todo.finished} />
        </button>
      )}
      {todo.repeat && !todo.finished && (
        <span>
          <Icon of={Repeat} />
          <span class="unseen">{words.value.repeats}</span>
        </span>
      )}
      {priority !== 'none' && (
        <button
          type="button"
          tabIndex={tabIndex}
          class={`door priority ${priority}`}
          disabled={isFixed}
          onClick={(event) => openPriorityMenu([todo.id], event.currentTarget)}
        >
          <Icon of={Flag} />
          <span class="unseen">{words.value.priority} </span>
          {words.value.priorities[priority]}
        </button>
      )}
      {labels.slice(0, labelsShownMax).map((label) => (
        <a
          class="door label"
          key={label}
          tabIndex={tabIndex}
          href={hrefOf({ place: { view: 'label', query: label } })}
          data-colour={labelColours.value.get(label)}
        >
          {label}
        </a>
      ))}
      {labels.length > labelsShownMax && <span>+{labels.length - labelsShownMax}</span>}
      {below > 0 && <Subtodos {...props} />}
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

/** How many there are, and the door that folds them up. */
function Subtodos({ todo, below, belowFinished, isFolded, foldIn, tabIndex }: Props): JSX.Element {
  return (
    <button
      type="button"
      class="door"
      tabIndex={tabIndex}
      aria-expanded={!isFolded}
      disabled={foldIn === undefined}
      onClick={() => foldIn !== undefined && toggleFolded(foldIn, todo.id)}
    >
      <Icon of={isFolded ? FoldVertical : ListTree} />
      <span aria-hidden>{`${belowFinished}/${below}`}</span>
      <span class="unseen">{words.value.subtodosFinished(belowFinished, below)}</span>
    </button>
  )
}

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
