/** The saved filters in the sidebar: links that are renamed, and put in order by hand. */
import { Ellipsis } from 'lucide'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { SavedFilter } from '../../model/saved-filter.ts'
import { IconButton } from '../parts/icon-button.tsx'
import { placeFilter, renameFilter } from '../state/filters.ts'
import { moveKept } from '../parts/by-hand.ts'
import { keyOf } from '../state/keys.ts'
import { hrefOf, route } from '../state/route.ts'
import { filters } from '../state/todos.ts'
import { NameEditor } from '../parts/name-editor.tsx'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import { openFilterMenu } from './filter-menu.ts'

export function SavedFilters(): JSX.Element {
  return (
    <section class="lists saved-filters" aria-label={viewWords.value.filters}>
      <header>
        <h2>{viewWords.value.filters}</h2>
      </header>
      <ul>
        {filters.value.map((filter, index) => (
          <FilterLink key={filter.id} filter={filter} index={index} />
        ))}
      </ul>
    </section>
  )
}

function FilterLink({ filter, index }: { filter: SavedFilter; index: number }): JSX.Element {
  const isRenaming = useSignal(false)
  const { place } = route.value
  const isHere = place.view === 'filter' && place.filter === filter.id
  const keys = (event: KeyboardEvent) => {
    const key = keyOf(event)
    if (key === 'F2') isRenaming.value = true
    else if (key === 'Alt+ArrowUp' && index > 0) moveKept(() => placeFilter(filter, index - 1), event)
    else if (key === 'Alt+ArrowDown') moveKept(() => placeFilter(filter, index + 1), event)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <li class="list-link" data-order={filter.id}>
      {isRenaming.value ? (
        <span class="place">
          <span class="dot" data-colour={filter.colour} />
          <NameEditor
            field={`${filter.id} filter-name`}
            name={filter.name}
            label={viewWords.value.filterName}
            onSave={(name) => renameFilter(filter, name)}
            onEmpty={() => {}}
            onEnd={() => (isRenaming.value = false)}
            onAgain={() => (isRenaming.value = true)}
          />
        </span>
      ) : (
        <a
          href={hrefOf({ place: { view: 'filter', filter: filter.id } })}
          class="place"
          title={filter.filter}
          {...(isHere && { 'aria-current': 'page' as const })}
          onKeyDown={keys}
          onDblClick={() => (isRenaming.value = true)}
        >
          <span class="dot" data-colour={filter.colour} />
          <span class="grows">{filter.name}</span>
        </a>
      )}
      <IconButton
        icon={Ellipsis}
        label={words.value.listActions(filter.name)}
        onClick={(event) => openFilterMenu(filter, event.currentTarget, () => (isRenaming.value = true))}
      />
    </li>
  )
}
