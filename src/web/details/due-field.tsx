/** It asks for the start or the due date of a todo, in words and in a calendar. */
import type { JSX } from 'preact'
import type { Todo } from '../../client/client.ts'
import { DatePanel } from '../dates/date-field.tsx'
import { change } from '../state/actions.ts'
import { perform } from '../state/history.ts'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'

interface Props {
  todo: Todo
  field: 'start' | 'due'
  onDone: () => void
}

export function TodoDate({ todo, field, onDone }: Props): JSX.Element {
  const isDue = field === 'due'
  return (
    <DatePanel
      label={isDue ? viewWords.value.dueDate : viewWords.value.startDate}
      value={todo[field]}
      draft={`${todo.id} ${field}`}
      onChoose={(next) => change([todo.id], { [field]: next })}
      onDone={onDone}
      {...(isDue && { onRepeat: (due: string, repeat: string) => putRepeating(todo, due, repeat) })}
    />
  )
}

/** "Every friday" in the field for the due date says both. */
const putRepeating = (todo: Todo, due: string, repeat: string): boolean =>
  perform(words.value.changed(todo.name), [
    { type: 'updateTodo', todo: todo.id, changes: { due, repeat, repeatFrom: 'due' } },
  ])
