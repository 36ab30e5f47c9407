/**
 * The field for new todos: Enter adds and stays; several lines that are pasted offer to become as many todos. What one
 * line says besides the name is understood by a part that is loaded when it is typed (state/quick-add.ts).
 */
import { Plus } from 'lucide'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useLayoutEffect } from 'preact/hooks'
import { Icon } from '../parts/icon.tsx'
import { TooLong } from '../parts/too-long.tsx'
import { focusTodo } from '../state/focus.ts'
import { isCoarse } from '../state/layout.ts'
import { loadQuickAdd, quickAdd } from '../state/quick-add.ts'
import { active } from '../state/selection.ts'
import { shared } from '../state/shared.ts'
import { defaultList } from '../state/todos.ts'
import { words } from '../words/words.ts'
import { rightName } from '../../model/right-name.ts'
import { useAdding, type AddingProps } from './use-adding.ts'

/** As many as are added at once. */
const linesMax = 1_000
/** A longer text would hold the page up. */
const pasteMax = 1_000_000

export function AddField(props: AddingProps): JSX.Element {
  const { field, text, ignored, ignore, put, add, addAll } = useAdding(props)
  const pasted = usePasted(addAll)
  useShared(props, (given) => {
    if (!pasted.offer(given, text === '')) put(given)
    field.current?.focus()
  })
  useLayoutEffect(() => {
    // On a phone this would open its keyboard over the todos.
    if (!isCoarse.peek() && document.activeElement === document.body) field.current?.focus()
  }, [props.list])

  const keys = (event: KeyboardEvent) => {
    event.stopPropagation()
    const { value } = event.currentTarget as HTMLTextAreaElement
    if (event.key === 'Enter') {
      event.preventDefault()
      const line = rightName(value)
      if (pasted.count > 0) pasted.add()
      else if (line) add(line)
    }
    // What is written stays: it is the draft of this list.
    if (event.key === 'Escape') {
      if (pasted.count > 0) pasted.drop()
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
        onPaste={pasted.take}
        onInput={(event) => {
          pasted.drop()
          put(event.currentTarget.value)
          void loadQuickAdd()
        }}
        onKeyDown={keys}
      />
      {pasted.count > 0 && (
        <button type="button" class="button primary" onClick={pasted.add}>
          {words.value.addTodos(pasted.count)}
        </button>
      )}
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

/** It takes what another app shares, where this is the list of todos that nobody gave a place. */
function useShared({ list, place }: AddingProps, take: (text: string) => void): void {
  const { value } = shared
  useEffect(() => {
    if (value === undefined || place || list !== defaultList()) return
    shared.value = undefined
    take(value)
  }, [value])
}

/** Lines that were pasted wait until a person says that they are todos. */
function usePasted(addAll: (lines: readonly string[]) => boolean) {
  const pasted = useSignal<readonly string[]>([])
  const lines = pasted.value
  const count = Math.min(lines.length, cutOf(lines))
  /** @returns whether it waits; a line alone goes into the field, where that is free */
  const offer = (text: string, isFree = true): boolean => {
    const isTooMuch = text.length > pasteMax
    const found = isTooMuch ? [] : linesOf(text)
    if (!isTooMuch && isFree && found.length < 2) return false
    pasted.value = found
    void loadQuickAdd().then(() => isTooMuch && quickAdd.peek()?.tellTooMuch())
    return true
  }
  return {
    count,
    add() {
      if (addAll(lines.slice(0, count))) pasted.value = lines.slice(count)
    },
    drop: () => void (pasted.value = []),
    take(event: ClipboardEvent) {
      if (offer(event.clipboardData?.getData('text/plain') ?? '')) event.preventDefault()
    },
    offer,
  }
}

const linesOf = (text: string): string[] => text.split(/\r?\n/).filter((line) => /[^\s\-*+•]/.test(line))

/** What is more than can be added at once is offered next; it is cut before a line that is not indented. */
function cutOf(lines: readonly string[]): number {
  if (lines.length <= linesMax) return linesMax
  return lines.findLastIndex((line, at) => at <= linesMax && /^\S/.test(line)) || linesMax
}
