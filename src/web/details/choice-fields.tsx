/** Asks for what is chosen from a few: how urgent a todo is, and the list that it is in. */
import type { JSX } from 'preact'
import type { Todo } from '../../client/client.ts'
import { Choice } from '../parts/choice.tsx'
import { change, moveToList } from '../state/actions.ts'
import { may } from '../state/roles.ts'
import { lists } from '../state/todos.ts'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'

const order = ['none', 'low', 'medium', 'high'] as const

export function PriorityField({ todo }: { todo: Todo }): JSX.Element {
  return (
    <fieldset class="details-field">
      <legend>{words.value.priority}</legend>
      <div class="segments">
        {order.map((priority) => (
          <label key={priority}>
            <input
              type="radio"
              name="priority"
              checked={todo.priority === priority}
              onChange={() => change([todo.id], { priority })}
            />
            <span>{priority === 'none' ? viewWords.value.none : words.value.priorities[priority]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

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
