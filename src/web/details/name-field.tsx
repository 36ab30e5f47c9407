/** A todo's circle and name. Enter and leaving save, Escape does not, an empty one asks to delete. */
import type { JSX } from 'preact'
import type { Todo } from '../../client/client.ts'
import { clientLimits } from '../../model/client-limits.ts'
import { rename } from '../state/actions.ts'
import { openDialog } from '../state/overlays.ts'
import { todoOf } from '../state/todos.ts'
import { oneLine } from '../parts/name-editor.tsx'
import { viewWords } from '../words/view-words.ts'
import { words } from '../words/words.ts'
import { useAutoHeight, useDraft } from './draft.ts'
import { removeOpen } from './remove-open.ts'
import { Theirs } from './theirs.tsx'
import { TickButton } from './tick-button.tsx'

export function NameField({ todo }: { todo: Todo }): JSX.Element {
  const draft = useDraft({
    key: `${todo.id} name`,
    stored: todo.name,
    save: (text, isLeaving) => saveName(todo, oneLine(text), isLeaving),
  })
  const ref = useAutoHeight(draft.text)
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
      <div class="grows">
        <textarea
          ref={ref}
          rows={1}
          aria-label={viewWords.value.nameOf}
          maxLength={clientLimits.nameLengthMax}
          enterkeyhint="done"
          dir="auto"
          value={draft.text}
          onInput={(event) => draft.type(event.currentTarget.value)}
          onBlur={draft.save}
          onKeyDown={(event) => {
            if (event.isComposing) return
            if (event.key === 'Enter') leave(event)
            if (event.key === 'Escape' && draft.isTyped) {
              draft.drop()
              leave(event)
            }
          }}
        />
        <Theirs text={draft.theirs} />
      </div>
    </div>
  )
}

function saveName(todo: Todo, name: string, isLeaving: boolean): boolean {
  if (name !== '') {
    if (name !== todo.name) rename(todo.id, name)
    return todoOf(todo.id)?.name === name
  }
  if (!isLeaving)
    openDialog({
      kind: 'confirm',
      question: words.value.emptyAsksDelete(todo.name),
      action: words.value.deleteTodo,
      run: () => removeOpen(todo),
    })
  return true
}
