/** The parts that are not needed for the first sight, together: many small files would be larger than one. */
export { Details } from './details/details.tsx'
export { KeyMap } from './palette/key-map.tsx'
export { Palette } from './palette/palette.tsx'
export { SyncDialog } from './sync/sync-dialog.tsx'
export { AgendaView } from './views/agenda-view.tsx'
export { SearchView } from './views/search-view.tsx'
export { SettingsView } from './views/settings-view.tsx'
export { TrashView } from './views/trash-view.tsx'
