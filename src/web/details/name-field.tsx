/**
 * A todo's circle and name. Enter and leaving save, Escape does not, and offers to go on; an empty one asks to delete.
 */
import type { JSX } from 'preact'
import type { Todo } from '../../client/client.ts'
import { useAutoHeight, useDraft } from '../parts/draft.ts'
import { TooLong } from '../parts/too-long.tsx'
import { rename } from '../state/actions.ts'
import { offerBack } from '../state/drafts.ts'
import { loadQuickAdd, quickAdd } from '../state/quick-add.ts'
import { openDialog } from '../state/overlays.ts'
import { openTodo } from '../state/route.ts'
import { rightName } from '../../model/right-name.ts'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import { removeOpen } from './remove-open.ts'
import { Theirs } from './theirs.tsx'
import { TickButton } from './tick-button.tsx'

export function NameField({ todo }: { todo: Todo }): JSX.Element {
  const draft = useDraft({
    field: `${todo.id} name`,
    stored: todo.name,
    save: (text, { isGoing }) => saveName(todo, rightName(text), isGoing),
  })
  const ref = useAutoHeight(draft.text)
  const Chips = quickAdd.value?.RenameChips
  const leave = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    event.preventDefault()
    event.stopPropagation()
    event.currentTarget.blur()
    // Not to the body: the keyboard stays in the sheet.
    event.currentTarget.closest<HTMLElement>('.details')?.focus({ preventScroll: true })
  }
  return (
    <div class={`details-name ${todo.finished ? 'finished' : ''}`}>
      <TickButton todo={todo} />
      <div
        class="grows"
        // A chip is a part of it.
        onFocusOut={({ currentTarget, relatedTarget }) =>
          document.hasFocus() && !currentTarget.contains(relatedTarget as Node) && draft.save()
        }
      >
        <textarea
          ref={ref}
          rows={1}
          aria-label={viewWords.value.nameOf}
          enterkeyhint="done"
          dir="auto"
          value={draft.text}
          onInput={(event) => {
            draft.type(event.currentTarget.value)
            void loadQuickAdd()
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') leave(event)
            if (event.key === 'Escape' && draft.isTyped) {
              offerBack(`${todo.id} name`, () => openTodo(todo.id))
              leave(event)
            }
          }}
        />
        <Theirs text={draft.theirs} />
        <TooLong name={rightName(draft.text)} rest />
        {Chips && draft.isTyped && (
          <Chips
            text={draft.text}
            before={todo.name}
            draft={`${todo.id} name`}
            field={ref}
            put={draft.type}
          />
        )}
      </div>
    </div>
  )
}

function saveName(todo: Todo, name: string, isGoing: boolean): boolean {
  if (name !== '') return name === todo.name || rename(todo.id, name)
  if (!isGoing)
    openDialog({
      kind: 'confirm',
      question: words.value.emptyAsksDelete(todo.name),
      action: words.value.deleteTodo,
      run: () => removeOpen(todo),
    })
  return true
}
