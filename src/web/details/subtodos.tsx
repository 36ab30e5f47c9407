/** The todos below this one. */
import type { JSX } from 'preact'
import type { Todo } from '../../client/client.ts'
import { useDraft } from '../parts/draft.ts'
import { TooLong } from '../parts/too-long.tsx'
import { addTodos } from '../state/actions.ts'
import { openTodo } from '../state/route.ts'
import { todosOf } from '../state/todos.ts'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import { TickButton } from './tick-button.tsx'

export function Subtodos({ todo }: { todo: Todo }): JSX.Element {
  const below = todosOf(todo.list).value.filter(({ parent }) => parent === todo.id)
  const finished = below.filter((each) => each.finished).length
  return (
    <section class="details-field" aria-label={viewWords.value.subtodos}>
      <h2 class="name">
        {viewWords.value.subtodos}
        {below.length > 0 && (
          <span class="soft">
            <span aria-hidden> · {`${finished}/${below.length}`}</span>
            <span class="unseen">{words.value.subtodosFinished(finished, below.length)}</span>
          </span>
        )}
      </h2>
      {below.length > 0 && (
        <ul class="subtodos">
          {below.map((each) => (
            <li key={each.id} class={each.finished ? 'finished' : ''}>
              <TickButton todo={each} />
              <button type="button" class="grows" dir="auto" onClick={() => openTodo(each.id)}>
                {each.name}
              </button>
            </li>
          ))}
        </ul>
      )}
      <AddSubtodo todo={todo} />
    </section>
  )
}

function AddSubtodo({ todo }: { todo: Todo }): JSX.Element {
  // Only Enter adds; what is half written waits for its field to be shown again.
  const draft = useDraft({ field: `${todo.id} subtodo`, stored: '' })
  const add = (text: string) => {
    const names = text.split(/[\r\n]+/).map((name) => name.trim())
    if (addTodos(todo.list, names.filter(Boolean), { parent: todo.id }).length > 0) draft.drop()
  }
  return (
    <>
      <input
        class="field"
        type="text"
        aria-label={viewWords.value.addSubtodo}
        placeholder={viewWords.value.addSubtodo}
        enterkeyhint="done"
        autocomplete="off"
        dir="auto"
        value={draft.text}
        onInput={(event) => draft.type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.isComposing) return
          if (event.key === 'Enter' && draft.text.trim()) add(draft.text)
          if (event.key === 'Escape' && draft.text) {
            event.stopPropagation()
            event.currentTarget.closest<HTMLElement>('.details')?.focus({ preventScroll: true })
          }
        }}
        onPaste={(event) => {
          const text = event.clipboardData?.getData('text/plain') ?? ''
          if (!/\n\s*\S/.test(text) || draft.text) return
          // Lines become todos of their own.
          event.preventDefault()
          add(text)
        }}
      />
      <TooLong name={draft.text.trim()} rest />
    </>
  )
}
