/** The field for new todos: Enter adds and stays; several lines that are pasted offer to become as many todos. */
import { Plus } from 'lucide'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { TodoInput } from '../../client/client.ts'
import { clientLimits } from '../../model/client-limits.ts'
import { Icon } from '../parts/icon.tsx'
import { addTodos } from '../state/actions.ts'
import { focusTodo } from '../state/focus.ts'
import { isCoarse } from '../state/layout.ts'
import { active } from '../state/selection.ts'
import { words } from '../words/words.ts'
import { oneLine } from './name-editor.tsx'

interface Props {
  list: string
  /** What the new ones have besides their names. */
  with?: Omit<TodoInput, 'name' | 'id' | 'list'>
  /** Told what was added, in order. */
  onAdded?: (ids: readonly string[]) => void
}

/** As many as are pasted at once. */
const linesMax = 1_000

export function AddField({ list, with: fields = {}, onAdded }: Props): JSX.Element {
  const ref = useRef<HTMLTextAreaElement>(null)
  const pasted = useSignal<readonly string[]>([])
  useEffect(() => {
    // On a phone this would open its keyboard over the todos.
    if (!isCoarse.peek() && document.activeElement === document.body) ref.current?.focus()
  }, [list])

  const add = (names: readonly string[]) => {
    const field = ref.current as HTMLTextAreaElement
    const ids = addTodos(list, names, fields)
    // What the rules refused stays in the field, to be changed.
    if (ids.length > 0 || names.length > 1) field.value = ''
    pasted.value = []
    if (ids.length === 0) return
    active.value = ids.at(-1)
    onAdded?.(ids)
    field.focus()
  }
  const keys = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.isComposing) return
    const field = ref.current as HTMLTextAreaElement
    if (event.key === 'Enter') {
      event.preventDefault()
      const name = oneLine(field.value)
      if (pasted.value.length > 0) add(pasted.value)
      else if (name) add([name])
    }
    if (event.key === 'Escape') {
      if (pasted.value.length > 0) pasted.value = []
      else if (field.value) field.value = ''
      else field.blur()
    }
    const first = document.querySelector<HTMLElement>('.todo[data-todo]')
    if (event.key === 'ArrowDown' && !field.value && first) {
      event.preventDefault()
      focusTodo(active.peek() ?? (first.dataset['todo'] as string))
    }
  }
  return (
    <div class="add-field">
      <Icon of={Plus} />
      <textarea
        ref={ref}
        rows={1}
        aria-label={words.value.addTodo}
        placeholder={words.value.addTodo}
        maxLength={clientLimits.nameLengthMax}
        enterkeyhint="done"
        autocomplete="off"
        onPaste={(event) => {
          const lines = linesOf(event.clipboardData?.getData('text/plain') ?? '')
          if (lines.length < 2) return
          event.preventDefault()
          pasted.value = lines
        }}
        onInput={() => (pasted.value = [])}
        onKeyDown={keys}
      />
      {pasted.value.length > 0 && (
        <button type="button" class="button primary" onClick={() => add(pasted.value)}>
          {words.value.addTodos(pasted.value.length)}
        </button>
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
    .slice(0, linesMax)
    .map((line) => [...line].slice(0, clientLimits.nameLengthMax).join(''))
}
