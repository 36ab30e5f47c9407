/** Asks for the list that a todo is in. */
import type { JSX } from 'preact'
import type { Todo } from '../../client/client.ts'
import { Choice } from '../parts/choice.tsx'
import { moveToList } from '../state/actions.ts'
import { may } from '../state/roles.ts'
import { lists } from '../state/todos.ts'
import { viewWords } from '../words/later-words.ts'

export function ListField({ todo }: { todo: Todo }): JSX.Element {
  return (
    <div class="details-field">
      <span class="name" aria-hidden>
        {viewWords.value.list}
      </span>
      <Choice
        label={viewWords.value.list}
        options={lists.value
          .filter(({ id }) => id === todo.list || may(id, 'change'))
          .map(({ id, name, colour }) => ({ value: id, text: name, colour }))}
        value={todo.list}
        onChoose={(list) => moveToList([todo.id], list)}
      />
    </div>
  )
}
