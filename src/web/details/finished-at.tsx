/** It lets a person correct when a todo was finished, who ticked it off later than they did it. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Todo } from '../../client/client.ts'
import { DateField } from '../dates/date-field.tsx'
import { isOver, localText, momentWrong, readMoment } from '../history/moment-field.tsx'
import { perform } from '../state/history.ts'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'

export function FinishedAt({ todo }: { todo: Todo }): JSX.Element | null {
  const error = useSignal<string | undefined>(undefined)
  if (todo.finishedAt === null) return null
  const save = (moment: string | null) => {
    const finishedAt = readMoment(moment ?? '')
    error.value = finishedAt === undefined ? momentWrong() : undefined
    if (finishedAt !== undefined)
      perform(words.value.changed(todo.name), [
        { type: 'updateTodo', todo: todo.id, changes: { finishedAt } },
      ])
  }
  return (
    <div class="details-field">
      <span class="name" aria-hidden>
        {viewWords.value.fields.finishedAt}
      </span>
      <DateField
        label={viewWords.value.fields.finishedAt}
        value={localText(new Date(todo.finishedAt))}
        draft={`${todo.id} finishedAt`}
        allowed={isOver}
        error={error.value}
        onChoose={save}
      />
    </div>
  )
}
