/** A name and a colour for what is in the field, so that it stands in the sidebar. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { colours, type Colour } from '../../model/colours.ts'
import { limits } from '../../model/limits.ts'
import { saveFilter } from '../state/filters.ts'
import { go } from '../state/route.ts'
import { viewWords } from '../words/view-words.ts'
import { words } from '../words/words.ts'

export function SaveFilter({ text }: { text: string }): JSX.Element {
  const isOpen = useSignal(false)
  if (!isOpen.value)
    return (
      <button type="button" class="link-button" onClick={() => (isOpen.value = true)}>
        {viewWords.value.saveFilter}
      </button>
    )
  return <SaveForm text={text} onCancel={() => (isOpen.value = false)} />
}

function SaveForm({ text, onCancel }: { text: string; onCancel: () => void }): JSX.Element {
  const field = useRef<HTMLInputElement>(null)
  const colour = useSignal<Colour>('none')
  const word = viewWords.value
  useEffect(() => field.current?.focus(), [])
  const save = (event: Event) => {
    event.preventDefault()
    const name = field.current?.value.trim()
    if (!name) return field.current?.focus()
    const id = saveFilter({ name, filter: text.trim(), colour: colour.peek() })
    if (id !== undefined) go({ place: { view: 'filter', filter: id } })
  }
  return (
    <form
      class="save-filter"
      aria-label={word.saveFilter}
      onSubmit={save}
      onKeyDown={(event) => event.key === 'Escape' && !event.isComposing && onCancel()}
    >
      <input
        ref={field}
        class="field"
        aria-label={word.filterName}
        placeholder={word.filterName}
        maxLength={limits.nameLengthMax}
        autocomplete="off"
        required
      />
      <select
        class="field"
        aria-label={viewWords.value.colour}
        value={colour.value}
        onChange={(event) => (colour.value = event.currentTarget.value as Colour)}
      >
        {colours.map((each) => (
          <option key={each} value={each}>
            {viewWords.value.colours[each]}
          </option>
        ))}
      </select>
      <button type="submit" class="button primary">
        {word.save}
      </button>
      <button type="button" class="button" onClick={onCancel}>
        {words.value.cancel}
      </button>
    </form>
  )
}
