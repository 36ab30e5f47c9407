/**
 * The field for new todos: Enter adds and stays; several lines that are pasted offer to become as many todos. What one
 * line says besides the name is understood by a part that is loaded when it is typed (state/quick-add.ts).
 */
import { Plus } from 'lucide'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useLayoutEffect } from 'preact/hooks'
import { Icon } from '../parts/icon.tsx'
import { TooLong } from '../parts/too-long.tsx'
import { focusTodo } from '../state/focus.ts'
import { isCoarse } from '../state/layout.ts'
import { loadQuickAdd, quickAdd } from '../state/quick-add.ts'
import { active } from '../state/selection.ts'
import { words } from '../words/words.ts'
import { rightName } from '../../model/right-name.ts'
import { useAdding, type AddingProps } from './use-adding.ts'

/** As many as are added at once. */
const linesMax = 1_000

export function AddField(props: AddingProps): JSX.Element {
  const { field, text, ignored, ignore, put, add, addAll } = useAdding(props)
  const pasted = useSignal<readonly string[]>([])
  useLayoutEffect(() => {
    // On a phone this would open its keyboard over the todos.
    if (!isCoarse.peek() && document.activeElement === document.body) field.current?.focus()
  }, [props.list])

  const addPasted = () => {
    const lines = pasted.peek()
    // What is more than can be added at once is offered next.
    if (addAll(lines.slice(0, linesMax))) pasted.value = lines.slice(linesMax)
  }
  const keys = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.isComposing) return
    const { value } = event.currentTarget as HTMLTextAreaElement
    if (event.key === 'Enter') {
      event.preventDefault()
      const line = rightName(value)
      if (pasted.value.length > 0) addPasted()
      else if (line) add(line)
    }
    // What is written stays: it is the draft of this list.
    if (event.key === 'Escape') {
      if (pasted.value.length > 0) pasted.value = []
      else field.current?.blur()
    }
    const first = document.querySelector<HTMLElement>('.todo[data-todo]')
    if (event.key === 'ArrowDown' && !value && first) {
      event.preventDefault()
      focusTodo(active.peek() ?? (first.dataset['todo'] as string))
    }
  }
  const Chips = quickAdd.value?.Chips
  return (
    <div class="add-field">
      <Icon of={Plus} />
      <textarea
        ref={field}
        rows={1}
        aria-label={words.value.addTodo}
        placeholder={words.value.addTodo}
        enterkeyhint="done"
        autocomplete="off"
        value={text}
        onPaste={(event) => {
          const lines = linesOf(event.clipboardData?.getData('text/plain') ?? '')
          if (lines.length < 2) return
          event.preventDefault()
          pasted.value = lines
        }}
        onInput={(event) => {
          pasted.value = []
          put(event.currentTarget.value)
          void loadQuickAdd()
        }}
        onKeyDown={keys}
      />
      {pasted.value.length > 0 && (
        <button type="button" class="button primary" onClick={addPasted}>
          {words.value.addTodos(Math.min(pasted.value.length, linesMax))}
        </button>
      )}
      <TooLong name={rightName(text)} rest />
      {Chips && text && (
        <Chips text={text} ignored={ignored} onIgnored={ignore} onEnd={() => field.current?.focus()} />
      )}
    </div>
  )
}

/** Its names: a line each, without bullets and boxes. */
function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*(?:[-*+•]|\d+[.)])?\s*(?:\[[ xX]?\]\s*)?/, '').trim())
    .filter((line) => line !== '')
}
