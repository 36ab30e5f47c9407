/** It asks in a popover for the due date of a todo, or of all that are selected. */
import type { JSX } from 'preact'
import { DatePanel } from '../dates/date-field.tsx'
import { change } from '../state/actions.ts'
import { isCoarse } from '../state/layout.ts'
import { todoOf } from '../state/todos.ts'
import { viewWords } from '../words/later-words.ts'

interface Props {
  ids: readonly string[]
  onDone: () => void
}

export function DuePanel({ ids, onDone }: Props): JSX.Element {
  const dates = new Set(ids.map((id) => todoOf(id)?.due ?? null))
  const [first = null] = dates
  return (
    <DatePanel
      label={viewWords.value.dueDate}
      // Of several dates none is shown, and what is chosen is for all of them.
      value={dates.size === 1 ? first : null}
      // Without a keyboard there is no other way back.
      onChoose={(due) => change(ids, { due }, { offersUndo: isCoarse.peek() })}
      onDone={onDone}
    />
  )
}
