/** The menu of a list. */
import {
  ArrowDown,
  ArrowUp,
  CaseSensitive,
  Check,
  ClipboardCopy,
  Eraser,
  History,
  Palette,
  Pencil,
  Trash2,
  Users,
} from 'lucide'
import type { List } from '../../client/client.ts'
import { clearFinished, toggleAll } from '../state/actions.ts'
import { colourList, placeList, removeList, setUniqueNames } from '../state/list-actions.ts'
import { openDialog, openMenu, type Menu, type MenuItem } from '../state/overlays.ts'
import { may } from '../state/roles.ts'
import { go, route } from '../state/route.ts'
import { copyList } from '../state/small-deeds.ts'
import { activeCount, defaultList, lists, todosOf } from '../state/todos.ts'
import { account } from '../state/who.ts'
import { labelWords, viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import { openColourMenu } from '../parts/colour-menu.ts'

/** @param rename - begins to change its name, where it was opened */
export function openListMenu(list: List, at: Menu['at'], rename: () => void): void {
  const word = words.value
  const place = lists.peek().findIndex(({ id }) => id === list.id)
  const all = todosOf(list.id).peek().length
  const active = activeCount(list.id)
  const isMine = may(list.id, 'share')
  const changes: (MenuItem | false)[] = [
    { name: viewWords.value.renameList, icon: Pencil, run: rename, keys: 'F2' },
    {
      name: viewWords.value.asksMore(viewWords.value.colour),
      icon: Palette,
      run: () => openColourMenu(at, list.colour, (colour) => colourList(list, colour)),
    },
    all > 0 && {
      name: active === 0 ? viewWords.value.reopenAll : viewWords.value.finishAll,
      icon: Check,
      run: () => toggleAll(list.id),
    },
    active < all && { name: viewWords.value.clearFinished, icon: Eraser, run: () => clearFinished(list.id) },
  ]
  // In which order they stand is everybody's own.
  const places: (MenuItem | false)[] = [
    place > 0 && { name: viewWords.value.moveListUp, icon: ArrowUp, run: () => placeList(list, place - 1) },
    place < lists.peek().length - 1 && {
      name: viewWords.value.moveListDown,
      icon: ArrowDown,
      run: () => placeList(list, place + 1),
    },
  ]
  const actions: (MenuItem | false)[] = [
    ...(may(list.id, 'change') ? changes : []),
    ...places,
    may(list.id, 'govern') && {
      name: list.uniqueNames ? viewWords.value.repeatNames : viewWords.value.uniqueNames,
      icon: CaseSensitive,
      run: () => setUniqueNames(list, !list.uniqueNames),
    },
    account.peek() !== undefined && {
      name: isMine ? viewWords.value.share : viewWords.value.members,
      icon: Users,
      run: () => openDialog({ kind: 'share', list: list.id }),
    },
    all > 0 && { name: labelWords.value.copyText, icon: ClipboardCopy, run: () => void copyList(list.id) },
    {
      name: viewWords.value.asksMore(viewWords.value.history),
      icon: History,
      run: () => openDialog({ kind: 'history', list: list.id }),
    },
    isMine &&
      list.id !== defaultList() && {
        name: viewWords.value.deleteList,
        icon: Trash2,
        tone: 'danger',
        run: () => removeAndLeave(list),
      },
  ]
  openMenu(
    word.listActions(list.name),
    at,
    actions.filter((item) => item !== false),
  )
}

export function removeAndLeave(list: List): void {
  const { place } = route.peek()
  if (removeList(list) && place.view === 'list' && place.list === list.id)
    go({ place: { view: 'list', list: undefined } }, true)
}
