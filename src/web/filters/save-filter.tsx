/** A name and a colour for what is in the field, so that it stands in the sidebar. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { colours, type Colour } from '../../model/colours.ts'
import { Choice } from '../parts/choice.tsx'
import { useDraft } from '../parts/draft.ts'
import { TooLong } from '../parts/too-long.tsx'
import { drafts } from '../state/drafts.ts'
import { saveFilter } from '../state/filters.ts'
import { isTooLongForName } from '../state/long-texts.ts'
import { go } from '../state/route.ts'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'

const nameField = 'new filter-name'

export function SaveFilter({ text }: { text: string }): JSX.Element {
  // A name that was being written is gone on with.
  const isOpen = useSignal(drafts.peek().has(nameField))
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
  const draft = useDraft({ field: nameField, stored: '' })
  const colour = useSignal<Colour>('none')
  const word = viewWords.value
  useLayoutEffect(() => field.current?.focus(), [])
  const save = (event: Event) => {
    event.preventDefault()
    const name = draft.text.trim()
    if (!name || isTooLongForName(name)) return field.current?.focus()
    const id = saveFilter({ name, filter: text.trim(), colour: colour.peek() })
    if (id === undefined) return
    draft.drop()
    go({ place: { view: 'filter', filter: id } })
  }
  return (
    <form
      class="save-filter"
      aria-label={word.saveFilter}
      onSubmit={save}
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
    >
      <input
        ref={field}
        class="field"
        aria-label={word.filterName}
        placeholder={word.filterName}
        value={draft.text}
        onInput={(event) => draft.type(event.currentTarget.value)}
        autocomplete="off"
        required
      />
      <Choice
        label={word.colour}
        value={colour.value}
        options={colours.map((each) => ({ value: each, text: word.colours[each], colour: each }))}
        onChoose={(value) => (colour.value = value as Colour)}
      />
      <button type="submit" class="button primary">
        {word.save}
      </button>
      <button type="button" class="button" onClick={onCancel}>
        {words.value.cancel}
      </button>
      <TooLong name={draft.text.trim()} />
    </form>
  )
}
