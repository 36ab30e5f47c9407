/** What the palette does with saved filters. */
import { ArrowDown, ArrowUp, ListFilter, Palette, Pencil, Trash2 } from 'lucide'
import { colours } from '../../model/colours.ts'
import type { SavedFilter } from '../../model/saved-filter.ts'
import { removeAndLeave } from '../filters/filter-menu.ts'
import { colourFilter, filterOf, placeFilter } from '../state/filters.ts'
import { renamingTitle } from '../state/focus.ts'
import { go, route } from '../state/route.ts'
import { filters } from '../state/todos.ts'
import { viewWords, type AllWords } from '../words/later-words.ts'
import type { Command } from './command.ts'

export function goToFilter({ id, name, colour }: SavedFilter): Command {
  return {
    id: `go-to-${id}`,
    name,
    about: viewWords.value.filter,
    icon: ListFilter,
    colour,
    run: () => go({ place: { view: 'filter', filter: id } }),
  }
}

/** On the one that is open. */
export function onOpenFilter({ page, later }: AllWords): Command[] {
  const { place } = route.value
  const filter = place.view === 'filter' ? filterOf(place.filter) : undefined
  if (!filter) return []
  const word = later.view
  const at = filters.value.indexOf(filter)
  const move = (id: string, name: string, icon: Command['icon'], step: number): Command | false =>
    filters.value[at + step] !== undefined && { id, name, icon, run: () => placeFilter(filter, at + step) }
  const commands: (Command | false)[] = [
    {
      id: 'rename-filter',
      name: word.renameFilter,
      icon: Pencil,
      run: () => (renamingTitle.value = true),
    },
    move('filter-up', word.moveUp, ArrowUp, -1),
    move('filter-down', word.moveDown, ArrowDown, 1),
    ...colours.map((colour) => ({
      id: `colour-filter-${colour}`,
      name: page.pair(word.colour, word.colours[colour]),
      icon: Palette,
      colour,
      run: () => colourFilter(filter, colour),
    })),
    { id: 'delete-filter', name: word.deleteFilter, icon: Trash2, run: () => removeAndLeave(filter) },
  ]
  return commands.filter((command) => command !== false)
}
