/** What a filter finds: how many, and the todos. */
import type { ComponentChildren, JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { isFetching } from '../state/fetching.ts'
import { hrefOf } from '../state/route.ts'
import { announce } from '../state/toasts.ts'
import { BulkBar } from '../todos/bulk-bar.tsx'
import { TodoList } from '../todos/todo-list.tsx'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import type { Shown } from './use-found.ts'

/** Not each letter is worth telling how many there are. */
const announceDelayMs = 600

interface Props {
  shown: Shown
  /** What is looked for; empty: nothing yet. */
  text: string
  label: string
  /** This view keeps how they are shown. */
  view?: string
  whyFixed?: string | undefined
  /** Beside the count. */
  tools?: ComponentChildren
  onClear: () => void
}

export function FoundTodos({
  shown: { items, mistake, isSearch },
  text,
  label,
  tools,
  view,
  whyFixed,
  onClear,
}: Props): JSX.Element {
  const word = words.value
  const count = items.filter(({ kind }) => kind === 'todo').length
  const none = isSearch ? viewWords.value.noMatch(text) : viewWords.value.nothingFits
  useEffect(() => {
    if (!text || mistake || isFetching()) return
    const told = count === 0 ? none : viewWords.value.found(count)
    const timer = setTimeout(() => announce(told), announceDelayMs)
    return () => clearTimeout(timer)
  }, [text, mistake, count])
  return (
    <>
      <div class="found-tools">
        <p class="search-count">{text && count > 0 && viewWords.value.found(count)}</p>
        {tools}
      </div>
      <TodoList
        items={items}
        label={label}
        {...(view !== undefined && { view })}
        whyFixed={whyFixed}
        empty={
          mistake ? (
            <div class="nothing" />
          ) : (
            <div class="nothing">
              <p>{text ? none : viewWords.value.emptySearch}</p>
              {/\bdeleted\b/i.test(text) && (
                <a class="button" href={hrefOf({ place: { view: 'trash' } })}>
                  {word.openTrash}
                </a>
              )}
              {text && (
                <button type="button" class="button" onClick={onClear}>
                  {viewWords.value.clearSearch}
                </button>
              )}
            </div>
          )
        }
      />
      <BulkBar />
    </>
  )
}
