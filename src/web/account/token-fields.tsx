/** Fields of a new token: what it is for, and how much it may delete. */
import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { lists } from '../state/todos.ts'
import { accountWords } from '../words/later-words.ts'
import { Field } from '../parts/form.tsx'

interface BoundsProps {
  /** The only lists that it is for; none: all. */
  chosen: Signal<ReadonlySet<string>>
  error: string | undefined
}

export function TokenBounds({ chosen, error }: BoundsProps): JSX.Element {
  const word = accountWords.value
  const choose = (id: string, isChosen: boolean) => {
    const next = new Set(chosen.peek())
    if (isChosen) next.add(id)
    else next.delete(id)
    chosen.value = next
  }
  return (
    <>
      <fieldset aria-describedby="for-lists-hint">
        <legend>{word.forLists}</legend>
        <p class="hint" id="for-lists-hint">
          {word.forListsHint}
        </p>
        <div class="for-lists">
          {lists.value.map(({ id, name }) => (
            <label class="check" key={id}>
              <input
                type="checkbox"
                checked={chosen.value.has(id)}
                onChange={(event) => choose(id, event.currentTarget.checked)}
              />
              {name}
            </label>
          ))}
        </div>
      </fieldset>
      <Field
        name="cap"
        label={word.capOf}
        hint={word.capHint}
        error={error}
        autocomplete="off"
        maxLength={6}
      />
    </>
  )
}
