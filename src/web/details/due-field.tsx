/** It shows the start and the due date of a todo, each in the field for dates. */
import type { JSX } from 'preact'
import type { Todo } from '../../client/client.ts'
import { DateField } from '../dates/date-field.tsx'
import { change } from '../state/actions.ts'
import { now } from '../state/clock.ts'
import { perform } from '../state/history.ts'
import { dueParts, dueText, isOverdue, localZone } from '../words/due.ts'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'

/** It has the start above the due date. */
export function DueField({ todo }: { todo: Todo }): JSX.Element {
  return (
    <>
      <TodoDate todo={todo} field="start" />
      <TodoDate todo={todo} field="due" />
    </>
  )
}

function TodoDate({ todo, field }: { todo: Todo; field: 'start' | 'due' }): JSX.Element {
  const value = todo[field]
  const word = viewWords.value
  const isDue = field === 'due'
  const zone = value === null ? '' : dueParts(value).zone
  const isLate = isDue && value !== null && !todo.finished && isOverdue(value, now.value)
  return (
    <fieldset class="details-field">
      <legend>
        {isDue ? words.value.due : word.fields.start}
        {value !== null && <span class={isLate ? 'late' : 'soft'}> · {dueText(value, now.value)}</span>}
      </legend>
      <DateField
        label={isDue ? word.dueDate : word.startDate}
        value={value}
        draft={`${todo.id} ${field}`}
        onChoose={(next) => change([todo.id], { [field]: next })}
        {...(isDue && { onRepeat: (due: string, repeat: string) => putRepeating(todo, due, repeat) })}
      />
      {zone && zone !== localZone() && <p class="hint">{word.timeOfZone(zone)}</p>}
    </fieldset>
  )
}

/** "Every friday" in the field for the due date says both. */
const putRepeating = (todo: Todo, due: string, repeat: string): boolean =>
  perform(words.value.changed(todo.name), [
    { type: 'updateTodo', todo: todo.id, changes: { due, repeat, repeatFrom: 'due' } },
  ])
