/** The parts that are not needed for the first sight, together: many small files would be larger than one. */
import './styles/later.ts'
import { openListMenu } from './sidebar/list-menu.ts'
import { openViewMenu } from './todos/view-menu.ts'
import { openDueMenu, openLabelsMenu, openMoveMenu, openPriorityMenu, openTodoMenu } from './todos/menus.ts'

export { AccountPlace } from './account/account-place.tsx'
export { Entry } from './account/entry.tsx'
export { InvitationDialog } from './account/invitation-dialog.tsx'
export { ShareDialog } from './account/share-dialog.tsx'
export { SignOutDialog } from './account/sign-out-dialog.tsx'
export { CalendarView } from './calendar/calendar-view.tsx'
export { Details } from './details/details.tsx'
export { SavedFilters } from './filters/saved-filters.tsx'
export { HistoryDialog } from './history/history-dialog.tsx'
export { SidebarLabels } from './labels/sidebar-labels.tsx'
export { KeyMap } from './palette/key-map.tsx'
export { Palette } from './palette/palette.tsx'
export { MenuHost } from './parts/menu.tsx'
export { beginOrder } from './sidebar/order.ts'
export * as quickAdd from './quick-add/quick-add.tsx'
export { watchShared } from './quick-add/shared.ts'
export { Confirm } from './parts/confirm.tsx'
export { tellKept } from './state/kept-drafts.ts'
export { tellPlaced } from './state/placed.ts'
export { arrangedItems } from './state/arrange.ts'
export { skipOne, tellNext } from './state/repeats.ts'
export { watchReminders } from './reminders/watch.ts'
export { NewVersion } from './sync/new-version.tsx'
export { RefusedLine } from './sync/refused-line.tsx'
export { SyncDialog } from './sync/sync-dialog.tsx'
export { BulkBar } from './todos/bulk-bar.tsx'
export { beginDrag } from './todos/drag.ts'
export { DragSigns } from './todos/drag-signs.tsx'
export { AgendaView } from './views/agenda-view.tsx'
export { FilterView } from './views/filter-view.tsx'
export { FirstSteps } from './views/first-steps.tsx'
export { GoneList } from './views/gone-list.tsx'
export { LabelView } from './views/label-view.tsx'
export { SearchView } from './views/search-view.tsx'
export { SettingsView } from './views/settings-view.tsx'
export { TrashView } from './views/trash-view.tsx'

export const menus = {
  openListMenu,
  openTodoMenu,
  openMoveMenu,
  openDueMenu,
  openLabelsMenu,
  openPriorityMenu,
  openViewMenu,
}
