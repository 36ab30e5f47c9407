/** Shows the todos below this one as rows like those of a list, and a field for more. */
import type { JSX, RefObject } from 'preact'
import { useMemo } from 'preact/hooks'
import type { Todo } from '../../client/client.ts'
import { rightName } from '../../model/right-name.ts'
import { TooLong } from '../parts/too-long.tsx'
import { itemsBelow } from '../state/items.ts'
import { isCoarse } from '../state/layout.ts'
import { loadQuickAdd, quickAdd } from '../state/quick-add.ts'
import { may } from '../state/roles.ts'
import { todosOf } from '../state/todos.ts'
import { TodoList } from '../todos/todo-list.tsx'
import { useAdding } from '../todos/use-adding.ts'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'

interface Props {
  todo: Todo
  /** It scrolls all of the details. */
  scroller: RefObject<HTMLElement | null>
}

export function Subtodos({ todo, scroller }: Props): JSX.Element {
  const todos = todosOf(todo.list).value
  const items = useMemo(() => itemsBelow(todos, todo.id), [todos, todo.id])
  const below = items.flatMap((item) => (item.kind === 'todo' && item.depth === 0 ? [item.todo] : []))
  const finished = below.filter((each) => each.finished).length
  return (
    <section class="subtodos" aria-label={viewWords.value.subtodos}>
      {below.length > 0 && (
        <h2 class="name-of-part">
          {viewWords.value.subtodos}
          <span class="soft">
            <span aria-hidden> · {`${finished}/${below.length}`}</span>
            <span class="unseen">{words.value.subtodosFinished(finished, below.length)}</span>
          </span>
        </h2>
      )}
      <TodoList
        items={items}
        label={viewWords.value.subtodos}
        list={todo.list}
        below={{ todo: todo.id, scroller }}
      />
      {may(todo.list, 'change') && <AddSubtodo todo={todo} />}
    </section>
  )
}

function AddSubtodo({ todo }: { todo: Todo }): JSX.Element {
  const { field, text, ignored, ignore, put, add, addAll } = useAdding({
    list: todo.list,
    draft: `${todo.id} subtodo`,
    with: { parent: todo.id },
  })
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault()
      const line = rightName(text)
      if (line) add(line)
    }
    // What is written stays: it is a draft.
    if (event.key === 'Escape' && text) {
      event.stopPropagation()
      field.current?.closest<HTMLElement>('.details')?.focus({ preventScroll: true })
    }
  }
  const Chips = quickAdd.value?.Chips
  return (
    <div class="add-field">
      <textarea
        ref={field}
        rows={1}
        aria-label={viewWords.value.addSubtodo}
        placeholder={viewWords.value.addSubtodo}
        enterkeyhint="done"
        autocomplete="off"
        dir="auto"
        value={text}
        onInput={(event) => {
          put(event.currentTarget.value)
          void loadQuickAdd()
        }}
        onKeyDown={keys}
        onPaste={(event) => {
          const pasted = event.clipboardData?.getData('text/plain') ?? ''
          if (!/\n\s*\S/.test(pasted) || text) return
          // Lines become todos of their own.
          event.preventDefault()
          addAll(pasted.split(/\r?\n/).filter((line) => line.trim() !== ''))
        }}
      />
      <TooLong name={rightName(text)} rest />
      {Chips && (text || isCoarse.value) && (
        <Chips
          text={text}
          ignored={ignored}
          field={field}
          put={put}
          onIgnored={ignore}
          onEnd={() => field.current?.focus()}
          onSend={() => add(rightName(text))}
        />
      )}
    </div>
  )
}
