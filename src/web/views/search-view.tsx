/** Looking through the todos of all lists, as one types; what is looked for is in the address. */
import { Search, X } from 'lucide'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { Icon } from '../parts/icon.tsx'
import { IconButton } from '../parts/icon-button.tsx'
import { focusTodo } from '../state/focus.ts'
import type { Item } from '../state/items.ts'
import { go, route } from '../state/route.ts'
import { searchTodos } from '../state/search.ts'
import { announce } from '../state/toasts.ts'
import { allTodos } from '../state/todos.ts'
import { BulkBar } from '../todos/bulk-bar.tsx'
import { TodoList } from '../todos/todo-list.tsx'
import { words } from '../words/words.ts'

/** Browsers let a page change its address only so often. */
const addressDelayMs = 250
/** Not each letter is worth telling how many there are. */
const announceDelayMs = 600

export function SearchView({ query }: { query: string }): JSX.Element {
  const typed = useSignal(query)
  const todos = allTodos.value
  const word = words.value
  const items = useMemo(
    () =>
      searchTodos(todos, typed.value).map((todo): Item => ({
        kind: 'todo',
        key: todo.id,
        todo,
        depth: 0,
        below: { all: 0, finished: 0 },
      })),
    [todos, typed.value],
  )
  const asked = typed.value.trim()
  useAddress(query, typed)
  useEffect(() => {
    if (!asked) return
    const told = items.length === 0 ? word.noMatch(asked) : word.found(items.length)
    const timer = setTimeout(() => announce(told), announceDelayMs)
    return () => clearTimeout(timer)
  }, [asked, items.length])
  return (
    <>
      <header class="title">
        <h1>{word.search}</h1>
      </header>
      <SearchField typed={typed} first={items[0]?.key} />
      <p class="search-count">{asked && items.length > 0 && word.found(items.length)}</p>
      <TodoList
        items={items}
        label={word.search}
        empty={
          <div class="nothing">
            <p>{asked ? word.noMatch(asked) : word.emptySearch}</p>
            {asked && (
              <button type="button" class="button" onClick={() => (typed.value = '')}>
                {word.clearSearch}
              </button>
            )}
          </div>
        }
      />
      <BulkBar />
    </>
  )
}

/** The field and the address say the same, a moment later. */
function useAddress(query: string, typed: { value: string; peek: () => string }): void {
  const written = useRef(query)
  useEffect(() => {
    // Someone went back, or came by a link.
    if (query !== written.current) typed.value = query
    written.current = query
  }, [query])
  const text = typed.value
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

interface FieldProps {
  typed: { value: string }
  /** The id of the first todo that was found. */
  first: string | undefined
}

function SearchField({ typed, first }: FieldProps): JSX.Element {
  const ref = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (!route.peek().todo) ref.current?.focus()
  }, [])
  return (
    <div class="search-field">
      <Icon of={Search} />
      <input
        ref={ref}
        type="text"
        role="searchbox"
        aria-label={words.value.searchField}
        placeholder={words.value.searchField}
        autocomplete="off"
        spellcheck={false}
        enterkeyhint="search"
        dir="auto"
        value={typed.value}
        onInput={(event) => (typed.value = event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.isComposing) return
          if (event.key === 'Escape' && typed.value) typed.value = ''
          else if (/^(ArrowDown|Enter)$/.test(event.key) && first) focusTodo(first)
          else return
          event.preventDefault()
          event.stopPropagation()
        }}
      />
      {typed.value && (
        <IconButton
          icon={X}
          label={words.value.clearSearch}
          onClick={() => {
            typed.value = ''
            ref.current?.focus()
          }}
        />
      )}
    </div>
  )
}
