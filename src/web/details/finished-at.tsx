/** It lets a person correct when a todo was finished, who ticked it off later than they did it. */
import type { JSX } from 'preact'
import type { Todo } from '../../client/client.ts'
import { localText, readMoment } from '../history/moment-field.tsx'
import { perform } from '../state/history.ts'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'

export function FinishedAt({ todo }: { todo: Todo }): JSX.Element | null {
  if (todo.finishedAt === null) return null
  const shown = localText(new Date(todo.finishedAt))
  const save = (input: HTMLInputElement) => {
    const finishedAt = readMoment(input.value)
    const isTaken =
      finishedAt !== undefined &&
      perform(words.value.changed(todo.name), [
        { type: 'updateTodo', todo: todo.id, changes: { finishedAt } },
      ])
    if (!isTaken) input.value = shown
  }
  return (
    <label class="details-field">
      <span class="name">{viewWords.value.fields.finishedAt}</span>
      <input
        class="field"
        type="datetime-local"
        step={1}
        max={localText(new Date())}
        value={shown}
        onChange={(event) => save(event.currentTarget)}
      />
    </label>
  )
}
