/** The menus by which a list or a filter is put in order and into groups. */
import {
  ArrowDownUp,
  ArrowUpDown,
  Check,
  EyeOff,
  FoldVertical,
  Group,
  ListPlus,
  RotateCcw,
  UnfoldVertical,
} from 'lucide'
import { groupings, sorts } from '../../model/view-kinds.ts'
import { openMenu, type Menu, type MenuItem } from '../state/overlays.ts'
import { todosOf, viewOf } from '../state/todos.ts'
import { changeView, foldAll, isByHand, resetView, showFinished } from '../state/views.ts'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'

/** @param isList - whether it is a list's: there new todos have a place, and todos stand below others */
export function openViewMenu(id: string, at: Menu['at'], isList: boolean): void {
  const view = viewOf(id)
  const word = viewWords.value
  const items: (MenuItem | false)[] = [
    {
      name: words.value.pair(word.sortBy, word.sorts[view.sortBy]),
      icon: ArrowDownUp,
      run: () => openSortMenu(id, at),
    },
    {
      name: words.value.pair(word.groupBy, word.groupings[view.groupBy]),
      icon: Group,
      run: () => openGroupMenu(id, at),
    },
    {
      name: view.descending ? word.ascending : word.descending,
      icon: ArrowUpDown,
      run: () => changeView(id, { descending: !view.descending }),
    },
    {
      name: view.showFinished ? word.hideFinished : word.showFinished,
      icon: view.showFinished ? EyeOff : Check,
      run: () => showFinished(id, !view.showFinished),
    },
    isList && {
      name: view.newOnTop ? word.newAtEnd : word.newOnTop,
      icon: ListPlus,
      run: () => changeView(id, { newOnTop: !view.newOnTop }),
    },
    ...(isList ? foldItems(id) : []),
    (!isByHand(view) || view.newOnTop || view.folded.length > 0) && {
      name: word.asUsual,
      icon: RotateCcw,
      run: () => resetView(id),
    },
  ]
  openMenu(
    words.value.sortAndGroup,
    at,
    items.filter((item) => item !== false),
  )
}

function foldItems(id: string): MenuItem[] {
  const { folded } = viewOf(id)
  const parents = new Set(
    todosOf(id)
      .peek()
      .flatMap(({ parent }) => parent ?? []),
  )
  if (parents.size === 0 && folded.length === 0) return []
  const word = viewWords.value
  return [
    { name: word.foldAll, icon: FoldVertical, run: () => foldAll(id, [...parents]) },
    { name: word.unfoldAll, icon: UnfoldVertical, run: () => foldAll(id, []) },
  ]
}

function openSortMenu(id: string, at: Menu['at']): void {
  const { sortBy: now } = viewOf(id)
  const { sortBy: label, sorts: names } = viewWords.value
  openMenu(
    label,
    at,
    sorts.map((sortBy) => ({
      name: names[sortBy],
      isChosen: sortBy === now,
      run: () => changeView(id, { sortBy }),
    })),
  )
}

function openGroupMenu(id: string, at: Menu['at']): void {
  const { groupBy: now } = viewOf(id)
  const { groupBy: label, groupings: names } = viewWords.value
  openMenu(
    label,
    at,
    groupings.map((groupBy) => ({
      name: names[groupBy],
      isChosen: groupBy === now,
      run: () => changeView(id, { groupBy }),
    })),
  )
}
