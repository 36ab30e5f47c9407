/** Opens the menus, which come with later.ts: nobody opens one at first sight. */
import { words } from '../words/words.ts'
import { later, type MenusPart } from './later.ts'
import { showToast } from './toasts.ts'

const opener =
  <Name extends keyof MenusPart>(name: Name) =>
  (...about: Parameters<MenusPart[Name]>): void => {
    later().then(
      ({ menus }) => (menus[name] as (...about: Parameters<MenusPart[Name]>) => void)(...about),
      () => showToast({ text: words.value.partMissing }),
    )
  }

export const openListMenu = opener('openListMenu')
export const openTodoMenu = opener('openTodoMenu')
export const openMoveMenu = opener('openMoveMenu')
export const openDueMenu = opener('openDueMenu')
export const openLabelsMenu = opener('openLabelsMenu')
export const openPriorityMenu = opener('openPriorityMenu')
export const openViewMenu = opener('openViewMenu')
