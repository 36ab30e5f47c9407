/** In the details of a todo: what happened to it, when that is asked for. */
import { History } from 'lucide'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Icon } from '../parts/icon.tsx'
import { todoOf } from '../state/todos.ts'
import { viewWords } from '../words/later-words.ts'
import { EntryList } from './entry-list.tsx'
import { useEntries } from './use-entries.ts'

export function TodoHistory({ id }: { id: string }): JSX.Element {
  const isOpen = useSignal(false)
  const word = viewWords.value
  return (
    <section class="todo-history" aria-label={word.history}>
      <button
        type="button"
        class="quiet-button"
        aria-expanded={isOpen.value}
        onClick={() => (isOpen.value = !isOpen.value)}
      >
        <Icon of={History} />
        {isOpen.value ? word.hideHistory : word.history}
      </button>
      {isOpen.value && <OpenHistory id={id} />}
    </section>
  )
}

function OpenHistory({ id }: { id: string }): JSX.Element {
  const ref = useRef<HTMLDivElement>(null)
  const entries = useEntries(`/todos/${id}/history`, todoOf(id))
  const isHere = entries.items !== undefined
  // It stands below all else, and may not be seen from there.
  useEffect(() => ref.current?.parentElement?.scrollIntoView({ block: 'start' }), [isHere])
  return (
    <div ref={ref}>
      <EntryList entries={entries} about="todo" />
    </div>
  )
}
