/** One todo with all there is to it: a column beside the todos where there is room, else a sheet over them. */
import { CornerLeftUp, Trash2, X } from 'lucide'
import type { JSX, RefObject } from 'preact'
import { useRef } from 'preact/hooks'
import type { Todo } from '../../client/client.ts'
import { TodoHistory } from '../history/todo-history.tsx'
import { DeletedBy } from '../history/deleted-by.tsx'
import { Guarded } from '../parts/guarded.tsx'
import { Icon } from '../parts/icon.tsx'
import { IconButton } from '../parts/icon-button.tsx'
import { restore } from '../state/actions.ts'
import { drafts, setDraft } from '../state/drafts.ts'
import { fetchingText, isFetching } from '../state/fetching.ts'
import { momentText } from '../words/due.ts'
import { restoreList } from '../state/list-actions.ts'
import { may } from '../state/roles.ts'
import { openTodo } from '../state/route.ts'
import { listOf, replica, todoOf } from '../state/todos.ts'
import { RefusedLine } from '../sync/refused-line.tsx'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import { ChipLine } from './chip-line.tsx'
import { NameField } from './name-field.tsx'
import { removeOpen } from './remove-open.ts'
import { Notes } from './notes.tsx'
import { Sheet } from './sheet.tsx'
import { Subtodos } from './subtodos.tsx'

export function Details({ id }: { id: string }): JSX.Element {
  const todo = todoOf(id)
  const body = useRef<HTMLDivElement>(null)
  return (
    <Sheet todo={id} head={<Head todo={todo} />} body={body}>
      <Guarded of={todo}>
        {todo?.deletedAt === null && listOf(todo.list) ? (
          <Body todo={todo} scroller={body} />
        ) : (
          <Gone id={id} todo={todo} />
        )}
      </Guarded>
      {todo && <TodoHistory id={id} />}
    </Sheet>
  )
}

function Head({ todo }: { todo: Todo | undefined }): JSX.Element {
  const parent = todo?.parent ? todoOf(todo.parent) : undefined
  return (
    <header>
      {parent && (
        <button
          type="button"
          class="part-of"
          title={viewWords.value.partOf(parent.name)}
          aria-label={viewWords.value.partOf(parent.name)}
          onClick={() => openTodo(parent.id)}
        >
          <Icon of={CornerLeftUp} />
          <span class="grows">{parent.name}</span>
        </button>
      )}
      <IconButton icon={X} label={viewWords.value.closeDetails} onClick={() => openTodo(undefined)} />
    </header>
  )
}

interface BodyProps {
  todo: Todo
  scroller: RefObject<HTMLElement | null>
}

function Body({ todo, scroller }: BodyProps): JSX.Element {
  const isFixed = !may(todo.list, 'change')
  return (
    <>
      {isFixed && <p class="read-only">{words.value.readOnly}</p>}
      {/* All of its fields at once; links in the notes, and what is read, stay as they are. */}
      <fieldset class="details-fields" disabled={isFixed}>
        <NameField todo={todo} />
        <RefusedLine id={todo.id} />
        <ChipLine todo={todo} />
        <Notes todo={todo} />
      </fieldset>
      <Subtodos todo={todo} scroller={scroller} />
      <footer>
        <p>
          {viewWords.value.created(momentText(todo.createdAt))}
          {todo.finishedAt && <br />}
          {todo.finishedAt && viewWords.value.finishedAt(momentText(todo.finishedAt))}
        </p>
        {!isFixed && (
          <button type="button" class="quiet-button danger" onClick={() => removeOpen(todo)}>
            <Icon of={Trash2} />
            {words.value.deleteTodo}
          </button>
        )}
      </footer>
    </>
  )
}

function Gone({ id, todo }: { id: string; todo: Todo | undefined }): JSX.Element {
  if (!todo && isFetching()) return <p class="gone is-late">{fetchingText()}</p>
  return (
    <div class="gone">
      {todo ? <Binned todo={todo} /> : <p>{viewWords.value.todoGone}</p>}
      <button type="button" class="button" onClick={() => openTodo(undefined)}>
        {words.value.close}
      </button>
      <TypedHere id={id} />
    </div>
  )
}

/** It, or its list, was deleted: by whom, and how it comes back. */
function Binned({ todo }: { todo: Todo }): JSX.Element {
  const list = replica()
    .lists({ deleted: true })
    .find(({ id }) => id === todo.list)
  const binned = list ?? todo
  const isMine = list ? may(list.id, 'delete') : may(todo.list, 'change')
  const word = viewWords.value
  return (
    <>
      <DeletedBy
        kind={list ? 'list' : 'todo'}
        id={binned.id}
        name={binned.name}
        deletedAt={binned.deletedAt ?? ''}
        otherwise={list ? word.listInTrash : word.todoInTrash}
      />
      {isMine && (
        <button
          type="button"
          class="button primary"
          onClick={() => (list ? restoreList(list) : restore(todo))}
        >
          {word.bringItBack}
        </button>
      )}
    </>
  )
}

/**
 * What was being typed when it went: it is in its field again when the todo is restored, and can be taken from here
 * till then.
 */
function TypedHere({ id }: { id: string }): JSX.Element | null {
  const fields = [...drafts.value].filter(([field, { text }]) => field.startsWith(`${id} `) && text.trim())
  if (fields.length === 0) return null
  const text = fields.map(([, draft]) => draft.text).join('\n\n')
  return (
    <>
      <label class="typed-here">
        <span class="name">{viewWords.value.typedHere}</span>
        <textarea class="field" rows={3} readOnly dir="auto" value={text} />
      </label>
      <button
        type="button"
        class="quiet-button"
        onClick={() => {
          for (const [field] of fields) setDraft(field, undefined)
        }}
      >
        {words.value.discard}
      </button>
    </>
  )
}
