/** Opens the menus, which come with later.ts: nobody opens one at first sight. */
import type * as ListMenu from '../sidebar/list-menu.ts'
import type * as TodoMenus from '../todos/menus.ts'
import { words } from '../words/words.ts'
import { showToast } from './toasts.ts'

type Menus = Pick<typeof ListMenu, 'openListMenu'> &
  Pick<typeof TodoMenus, 'openTodoMenu' | 'openMoveMenu' | 'openDueMenu' | 'openPriorityMenu'>

const opener =
  <Name extends keyof Menus>(name: Name) =>
  (...about: Parameters<Menus[Name]>): void => {
    import('../later.ts').then(
      ({ menus }) => (menus[name] as (...about: Parameters<Menus[Name]>) => void)(...about),
      () => showToast({ text: words.value.partMissing }),
    )
  }

export const openListMenu = opener('openListMenu')
export const openTodoMenu = opener('openTodoMenu')
export const openMoveMenu = opener('openMoveMenu')
export const openDueMenu = opener('openDueMenu')
export const openPriorityMenu = opener('openPriorityMenu')
