/** The todos without a date, to be dragged onto a day; and where a date is dropped to be taken away. */
import { useComputed, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Todo } from '../../client/client.ts'
import { calendarWords } from '../words/later-words.ts'
import { target } from './drag.ts'
import { EntryButton } from './entry.tsx'

const step = 50

export function Undated({ todos }: { todos: readonly Todo[] }): JSX.Element {
  const shown = useSignal(step)
  const isOver = useComputed(() => target.value === 'undated').value
  const undated = todos.filter(({ due, finished }) => due === null && !finished)
  const more = undated.length - shown.value
  const word = calendarWords.value
  return (
    <aside class={`undated ${isOver ? 'is-target' : ''}`} data-undated aria-label={word.undated}>
      <h2>{word.undatedCount(undated.length)}</h2>
      <div>
        {undated.slice(0, shown.value).map((todo) => (
          <EntryButton key={todo.id} entry={{ todo, day: '', time: '', isComing: false }} />
        ))}
        {more > 0 && (
          <button type="button" class="link-button" onClick={() => (shown.value += step)}>
            {word.more(more)}
          </button>
        )}
      </div>
    </aside>
  )
}
