/** The circle of a todo that finishes it, or makes it active again. */
import { Check } from 'lucide'
import type { JSX } from 'preact'
import type { Todo } from '../../client/client.ts'
import { Icon } from '../parts/icon.tsx'
import { setFinished } from '../state/actions.ts'
import { words } from '../words/words.ts'

export function TickButton({ todo }: { todo: Todo }): JSX.Element {
  return (
    <button
      type="button"
      class="tick"
      role="checkbox"
      aria-checked={todo.finished}
      aria-label={todo.name}
      title={todo.finished ? words.value.reopen : words.value.finish}
      onClick={() => setFinished([todo.id], !todo.finished)}
    >
      <span>
        <Icon of={Check} />
      </span>
    </button>
  )
}
