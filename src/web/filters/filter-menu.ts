/** The menu of a saved filter. */
import { ArrowDown, ArrowUp, Palette, Pencil, Trash2 } from 'lucide'
import type { SavedFilter } from '../../model/saved-filter.ts'
import { colourFilter, placeFilter, removeFilter } from '../state/filters.ts'
import { openMenu, type Menu, type MenuItem } from '../state/overlays.ts'
import { go, route } from '../state/route.ts'
import { filters } from '../state/todos.ts'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import { openColourMenu } from '../parts/colour-menu.ts'

/** @param rename - begins to change its name, where it was opened */
export function openFilterMenu(filter: SavedFilter, at: Menu['at'], rename: () => void): void {
  const word = viewWords.value
  const place = filters.peek().findIndex(({ id }) => id === filter.id)
  const items: (MenuItem | false)[] = [
    { name: words.value.rename, icon: Pencil, run: rename, keys: 'F2' },
    {
      name: viewWords.value.asksMore(viewWords.value.colour),
      icon: Palette,
      run: () => openColourMenu(at, filter.colour, (colour) => colourFilter(filter, colour)),
    },
    place > 0 && { name: word.moveUp, icon: ArrowUp, run: () => placeFilter(filter, place - 1) },
    place < filters.peek().length - 1 && {
      name: word.moveDown,
      icon: ArrowDown,
      run: () => placeFilter(filter, place + 1),
    },
    { name: word.deleteFilter, icon: Trash2, tone: 'danger', run: () => removeAndLeave(filter) },
  ]
  const label = words.value.listActions(filter.name)
  openMenu(
    label,
    at,
    items.filter((item) => item !== false),
  )
}

export function removeAndLeave(filter: SavedFilter): void {
  removeFilter(filter)
  const { place } = route.peek()
  if (place.view === 'filter' && place.filter === filter.id)
    go({ place: { view: 'search', query: filter.filter } }, true)
}
