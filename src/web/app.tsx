/** The frame of the page: the places at the side, the todos, the details of one, and what lies over them. */
import { Search } from 'lucide'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { EarlyField } from './parts/early-field.tsx'
import { Icon } from './parts/icon.tsx'
import { Guarded } from './parts/guarded.tsx'
import { lazy } from './parts/lazy.tsx'
import { Toasts } from './parts/toasts.tsx'
import { Sidebar } from './sidebar/sidebar.tsx'
import { ThumbBar } from './sidebar/thumb-bar.tsx'
import { hearKeys } from './keyboard.ts'
import { loadLater } from './load-later.ts'
import { isWide } from './state/layout.ts'
import { closeDialog, dialog, menu } from './state/overlays.ts'
import { route, type Place } from './state/route.ts'
import { showToast } from './state/toasts.ts'
import { applyUpdate } from './state/updates.ts'
import { isOut } from './state/who.ts'
import { NewVersion } from './sync/new-version.tsx'
import { SyncMark } from './sync/sync-mark.tsx'
import { ListView } from './views/list-view.tsx'
import { words } from './words/words.ts'

const Confirm = lazy(() => loadLater().then((parts) => parts.Confirm))
const Details = lazy(() => loadLater().then((parts) => parts.Details))
const MenuHost = lazy(() => loadLater().then((parts) => parts.MenuHost))
const KeyMap = lazy(() => loadLater().then((parts) => parts.KeyMap))
const Palette = lazy(() => loadLater().then((parts) => parts.Palette), EarlyPalette)
const SyncDialog = lazy(() => loadLater().then((parts) => parts.SyncDialog))
const AgendaView = lazy(() => loadLater().then((parts) => parts.AgendaView))
const CalendarView = lazy(() => loadLater().then((parts) => parts.CalendarView))
const SearchView = lazy(() => loadLater().then((parts) => parts.SearchView), EarlySearch)
const LabelView = lazy(() => loadLater().then((parts) => parts.LabelView))
const FilterView = lazy(() => loadLater().then((parts) => parts.FilterView))
const HistoryDialog = lazy(() => loadLater().then((parts) => parts.HistoryDialog))
const Entry = lazy(() => loadLater().then((parts) => parts.Entry))
const InvitationDialog = lazy(() => loadLater().then((parts) => parts.InvitationDialog))
const ShareDialog = lazy(() => loadLater().then((parts) => parts.ShareDialog))
const SignOutDialog = lazy(() => loadLater().then((parts) => parts.SignOutDialog))
const SettingsView = lazy(() => loadLater().then((parts) => parts.SettingsView))
const TrashView = lazy(() => loadLater().then((parts) => parts.TrashView))

export function App(): JSX.Element {
  return (
    <>
      <Guarded>{isOut.value ? <Entry /> : <Frame />}</Guarded>
      <Toasts isBelow={dialog.value !== undefined} />
      <NewVersion />
    </>
  )
}

/** What is typed after "/" is looked for, however long looking takes to come. */
function EarlySearch(): JSX.Element {
  const { place } = route.peek()
  return (
    <>
      <header class="title">
        <h1>{words.value.search}</h1>
      </header>
      <div class="add-field">
        <Icon of={Search} />
        <EarlyField label={words.value.searchField} value={place.view === 'search' ? place.query : ''} />
      </div>
    </>
  )
}

function EarlyPalette(): JSX.Element {
  return (
    <div
      class="dialog early-palette"
      role="dialog"
      aria-label={words.value.paletteField}
      onKeyDown={(event) => event.key === 'Escape' && !event.isComposing && closeDialog()}
    >
      <EarlyField label={words.value.paletteField} />
    </div>
  )
}

function Frame(): JSX.Element {
  useEffect(hearKeys, [])
  const { place, todo } = route.value
  return (
    <>
      <div class={`frame ${todo ? 'has-details' : ''}`}>
        <button type="button" class="skip" onClick={focusTodos}>
          {words.value.skipToTodos}
        </button>
        <Guarded class="sidebar">
          <Sidebar />
        </Guarded>
        <main class="column" id="todos" tabIndex={-1}>
          <div class="bar">
            <SyncMark />
          </div>
          <Guarded of={place}>
            <View place={place} />
          </Guarded>
          <ThumbBar />
          <Guarded onFailed={dropMenu}>
            <OpenMenu />
          </Guarded>
        </main>
        {todo && (
          <Guarded key={todo} class="details">
            <Details id={todo} />
          </Guarded>
        )}
      </div>
      <Guarded onFailed={dropDialog}>
        <OpenDialog />
      </Guarded>
    </>
  )
}

function dropMenu(): void {
  menu.value = undefined
  showToast({ text: words.value.failed })
}

function dropDialog(): void {
  closeDialog()
  showToast({ text: words.value.failed })
}

function View({ place }: { place: Place }): JSX.Element {
  switch (place.view) {
    case 'list':
      return <ListView list={place.list} />
    case 'today':
    case 'upcoming':
      return <AgendaView key={place.view} view={place.view} />
    case 'calendar':
      return <CalendarView place={place} />
    case 'search':
      return <SearchView query={place.query} />
    case 'label':
      return <LabelView key={place.query} label={place.query} />
    case 'filter':
      return <FilterView key={place.filter} id={place.filter} />
    case 'trash':
      return <TrashView />
    case 'settings':
      return <SettingsView />
  }
}

/** Where the details cover the page, a menu is in them, as nothing else can be reached. */
function OpenMenu(): JSX.Element | null {
  const isCovered = route.value.todo !== undefined && !isWide.value
  return menu.value && !isCovered ? <MenuHost /> : null
}

function OpenDialog(): JSX.Element | null {
  const opened = dialog.value
  switch (opened?.kind) {
    case 'palette':
      return <Palette />
    case 'keys':
      return <KeyMap />
    case 'sync':
      return <SyncDialog />
    case 'share':
      return <ShareDialog key={opened.list} list={opened.list} />
    case 'history':
      return <HistoryDialog list={opened.list} />
    case 'sign-out':
      return <SignOutDialog />
    case 'invitation':
      return <InvitationDialog />
    case 'confirm':
      return <Confirm asked={opened} />
    default:
      return null
  }
}

function focusTodos(): void {
  const main = document.getElementById('todos')
  const first = main?.querySelector<HTMLElement>('.todo [tabindex="0"]')
  ;(first ?? main)?.focus()
}

export function Failed(): JSX.Element {
  return (
    <main class="failed">
      <p>{words.value.failed}</p>
      <button type="button" class="button" onClick={applyUpdate}>
        {words.value.reload}
      </button>
    </main>
  )
}
