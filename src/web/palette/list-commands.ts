/** What the palette does with lists. */
import {
  ArrowDown,
  ArrowUp,
  CaseSensitive,
  Check,
  ClipboardCopy,
  Eraser,
  Inbox,
  ListFilter,
  Palette,
  Pencil,
  Trash2,
  Users,
} from 'lucide'
import type { List } from '../../client/client.ts'
import { colours } from '../../model/colours.ts'
import { removeAndLeave } from '../sidebar/list-menu.ts'
import { clearFinished, toggleAll } from '../state/actions.ts'
import { renamingTitle } from '../state/focus.ts'
import { colourList, placeList, setUniqueNames } from '../state/list-actions.ts'
import { openDialog } from '../state/overlays.ts'
import { may } from '../state/roles.ts'
import { go, route, type Filter } from '../state/route.ts'
import { copyList } from '../state/small-deeds.ts'
import { activeCount, defaultList, listOf, lists, todosOf } from '../state/todos.ts'
import { account } from '../state/who.ts'
import type { AllWords } from '../words/later-words.ts'
import type { Command } from './command.ts'

export function goToList(list: List): Command {
  const isDefault = list.id === defaultList()
  return {
    id: `go-to-${list.id}`,
    name: list.name,
    icon: Inbox,
    colour: list.colour,
    ...(isDefault && { key: 'goTodos' as const }),
    run: () => go({ place: { view: 'list', list: isDefault ? undefined : list.id } }),
  }
}

export function onOpenList(words: AllWords): Command[] {
  const { place } = route.value
  const list = listOf((place.view === 'list' && (place.list ?? defaultList())) || '')
  return list ? [...onItsTodos(list, words), ...onItself(list, words)] : []
}

function onItsTodos({ id }: List, { page: word, later }: AllWords): Command[] {
  const [active, all] = [activeCount(id), todosOf(id).value.length]
  const { place } = route.value
  const canChange = may(id, 'change')
  const filter = (filter: Filter): Command => ({
    id: `filter-${filter}`,
    name: word.pair(word.filter, word.filters[filter]),
    icon: ListFilter,
    run: () => go({ place, filter }),
  })
  const commands: (Command | false)[] = [
    canChange &&
      all > 0 && {
        id: 'finish-all',
        name: active === 0 ? later.view.reopenAll : later.view.finishAll,
        icon: Check,
        run: () => toggleAll(id),
      },
    canChange &&
      active < all && {
        id: 'clear-finished',
        name: later.view.clearFinished,
        icon: Eraser,
        run: () => clearFinished(id),
      },
    filter('all'),
    filter('active'),
    filter('finished'),
  ]
  return commands.filter((command) => command !== false)
}

function onItself(list: List, { page, later }: AllWords): Command[] {
  const word = later.view
  const at = lists.value.indexOf(list)
  const move = (id: string, name: string, icon: Command['icon'], step: number): Command | false =>
    lists.value[at + step] !== undefined && { id, name, icon, run: () => placeList(list, at + step) }
  const isMine = may(list.id, 'share')
  const changes: (Command | false)[] = [
    {
      id: 'rename-list',
      name: word.renameList,
      icon: Pencil,
      run: () => (renamingTitle.value = true),
    },
    ...colours.map((colour) => ({
      id: `colour-${colour}`,
      name: page.pair(word.colour, word.colours[colour]),
      icon: Palette,
      colour,
      run: () => colourList(list, colour),
    })),
    move('list-up', word.moveListUp, ArrowUp, -1),
    move('list-down', word.moveListDown, ArrowDown, 1),
  ]
  const commands: (Command | false)[] = [
    ...(may(list.id, 'change') ? changes : []),
    may(list.id, 'govern') && {
      id: 'unique-names',
      name: list.uniqueNames ? word.repeatNames : word.uniqueNames,
      icon: CaseSensitive,
      run: () => setUniqueNames(list, !list.uniqueNames),
    },
    {
      id: 'copy-list',
      name: later.labels.copyText,
      icon: ClipboardCopy,
      run: () => void copyList(list.id),
    },
    account.value !== undefined && {
      id: 'share',
      name: isMine ? word.share : word.members,
      icon: Users,
      run: () => openDialog({ kind: 'share', list: list.id }),
    },
    isMine &&
      list.id !== defaultList() && {
        id: 'delete-list',
        name: word.deleteList,
        icon: Trash2,
        run: () => removeAndLeave(list),
      },
  ]
  return commands.filter((command) => command !== false).map((command) => ({ ...command, about: list.name }))
}
