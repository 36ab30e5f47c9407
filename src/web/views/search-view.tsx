/** Looking through the todos of all lists, as one types; what is looked for is in the address. */
import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { FilterField } from '../filters/filter-field.tsx'
import { FoundTodos } from '../filters/found-todos.tsx'
import { SaveFilter } from '../filters/save-filter.tsx'
import { useFound } from '../filters/use-found.ts'
import { asTyped, useDraft, type FieldDraft } from '../parts/draft.ts'
import { typedEarly } from '../parts/early-field.tsx'
import { setDraft } from '../state/drafts.ts'
import { go, route } from '../state/route.ts'
import { foldAhead } from '../state/search.ts'
import { allTodos } from '../state/todos.ts'
import { words } from '../words/words.ts'

/** Browsers let a page change its address only so often. */
const addressDelayMs = 250
/** What is not in the address yet. */
const draftField = 'search text'

export function SearchView({ query }: { query: string }): JSX.Element {
  useMemo(() => {
    const text = typedEarly()
    if (text !== undefined && text !== query) setDraft(draftField, { text, base: query })
  }, [])
  const draft = useDraft({ field: draftField, stored: query })
  const typed = asTyped(draft)
  const shown = useFound(typed)
  const word = words.value
  const text = typed.value.trim()
  useAddress(query, draft)
  useEffect(() => foldAhead(allTodos.peek()), [])
  return (
    <>
      <header class="title">
        <h1>{word.search}</h1>
      </header>
      <FilterField
        typed={typed}
        mistake={shown.mistake}
        first={shown.items.find(({ kind }) => kind === 'todo')?.key}
        label={word.searchField}
        isFirst
      />
      <FoundTodos
        shown={shown}
        text={text}
        label={word.search}
        tools={text && !shown.mistake && <SaveFilter text={text} />}
        onClear={() => (typed.value = '')}
      />
    </>
  )
}

/** The field and the address say the same, a moment later. */
function useAddress(query: string, draft: FieldDraft): void {
  const written = useRef(query)
  useLayoutEffect(() => {
    // It is in the address now; or someone went back, or came by a link.
    if (query === draft.text || query !== written.current) draft.drop()
    written.current = query
  }, [query])
  const { text } = draft
  useEffect(() => {
    const timer = setTimeout(() => {
      if (text === written.current) return
      written.current = text
      const { todo } = route.peek()
      go({ place: { view: 'search', query: text }, todo }, true)
    }, addressDelayMs)
    return () => clearTimeout(timer)
  }, [text])
}
