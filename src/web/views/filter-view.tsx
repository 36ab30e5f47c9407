/** A saved filter: what it finds, live; its text is changed in the field, and kept when that is asked for. */
import { ArrowDownUp, Ellipsis } from 'lucide'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { SavedFilter } from '../../model/saved-filter.ts'
import { FilterField } from '../filters/filter-field.tsx'
import { openFilterMenu } from '../filters/filter-menu.ts'
import { FoundTodos } from '../filters/found-todos.tsx'
import { useFound } from '../filters/use-found.ts'
import { asTyped, useDraft } from '../parts/draft.ts'
import { IconButton } from '../parts/icon-button.tsx'
import { drafts } from '../state/drafts.ts'
import { fetchingText, isFetching } from '../state/fetching.ts'
import { filterOf, renameFilter, rewriteFilter } from '../state/filters.ts'
import { renamingTitle } from '../state/focus.ts'
import { openViewMenu } from '../state/menus.ts'
import { hrefOf } from '../state/route.ts'
import { useArranged } from '../todos/use-arranged.ts'
import { NameEditor } from '../parts/name-editor.tsx'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'

export function FilterView({ id }: { id: string }): JSX.Element {
  const filter = filterOf(id)
  if (filter) return <OpenFilter filter={filter} />
  if (isFetching('')) return <p class="nothing is-late">{fetchingText()}</p>
  // It was deleted while somebody wrote on it: that can be looked for all the same.
  const typed = drafts.value.get(`${id} filter`)?.text
  return (
    <div class="nothing">
      <h1>{viewWords.value.noSuchFilter}</h1>
      {typed && (
        <a class="button" href={hrefOf({ place: { view: 'search', query: typed } })}>
          {viewWords.value.searchFor(typed)}
        </a>
      )}
      <a class="button" href={hrefOf({ place: { view: 'search', query: '' } })}>
        {words.value.search}
      </a>
    </div>
  )
}

function OpenFilter({ filter }: { filter: SavedFilter }): JSX.Element {
  const draft = useDraft({ field: `${filter.id} filter`, stored: filter.filter })
  const typed = asTyped(draft)
  const found = useFound(typed)
  const todos = useMemo(() => found.items.flatMap((item) => (item.kind === 'todo' ? item.todo : [])), [found])
  const { items, whyFixed } = useArranged(filter.id, todos, 'all', true)
  const shown = { ...found, items }
  const word = viewWords.value
  const text = typed.value.trim()
  return (
    <>
      <Title filter={filter} />
      <FilterField
        typed={typed}
        mistake={shown.mistake}
        first={shown.items.find(({ kind }) => kind === 'todo')?.key}
        label={word.filterText}
      />
      <FoundTodos
        shown={shown}
        text={text}
        label={filter.name}
        view={filter.id}
        whyFixed={whyFixed}
        tools={
          <span class="found-actions">
            {text !== filter.filter && (
              <>
                {text && !shown.mistake && (
                  <button
                    type="button"
                    class="link-button"
                    onClick={() => rewriteFilter(filter, text) && draft.drop()}
                  >
                    {word.saveChanges}
                  </button>
                )}
                <button type="button" class="link-button" onClick={draft.drop}>
                  {word.discardChanges}
                </button>
              </>
            )}
            <IconButton
              icon={ArrowDownUp}
              label={words.value.sortAndGroup}
              onClick={(event) => openViewMenu(filter.id, event.currentTarget, false)}
            />
          </span>
        }
        onClear={() => (typed.value = '')}
      />
    </>
  )
}

function Title({ filter }: { filter: SavedFilter }): JSX.Element {
  useEffect(() => () => void (renamingTitle.value = false), [])
  const rename = () => void (renamingTitle.value = true)
  return (
    <header class="title">
      {renamingTitle.value ? (
        <>
          {/* The view keeps its heading meanwhile. */}
          <h1 class="unseen">{filter.name}</h1>
          <NameEditor
            field={`${filter.id} filter-name`}
            name={filter.name}
            label={viewWords.value.filterName}
            onSave={(name) => renameFilter(filter, name)}
            onEmpty={() => {}}
            onEnd={() => (renamingTitle.value = false)}
            onAgain={rename}
          />
        </>
      ) : (
        <h1 onDblClick={rename}>{filter.name}</h1>
      )}
      <IconButton
        icon={Ellipsis}
        label={words.value.listActions(filter.name)}
        onClick={(event) => openFilterMenu(filter, event.currentTarget, rename)}
      />
    </header>
  )
}
