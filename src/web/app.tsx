/** The frame of the page: the places at the side, the todos, the details of one, and what lies over them. */
import { Search } from 'lucide'
import type { ComponentType, JSX } from 'preact'
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
import { applyUpdate, newVersion } from './state/updates.ts'
import { isOut } from './state/who.ts'
import { SyncMark } from './sync/sync-mark.tsx'
import { ListView } from './views/list-view.tsx'
import { words } from './words/words.ts'

type Later = Awaited<ReturnType<typeof loadLater>>
type PropsOf<Part> = Part extends (props: infer Props extends object) => unknown ? Props : object

/** It makes a component of one that comes with later.ts. */
const part = <Name extends keyof Later>(name: Name, Early?: () => JSX.Element) =>
  lazy<PropsOf<Later[Name]>>(
    () => loadLater().then((parts) => parts[name] as ComponentType<PropsOf<Later[Name]>>),
    Early,
  )

const Confirm = part('Confirm')
const Details = part('Details')
const MenuHost = part('MenuHost')
const KeyMap = part('KeyMap')
const Palette = part('Palette', EarlyPalette)
const SyncDialog = part('SyncDialog')
const AgendaView = part('AgendaView')
const CalendarView = part('CalendarView')
const SearchView = part('SearchView', EarlySearch)
const LabelView = part('LabelView')
const FilterView = part('FilterView')
const HistoryDialog = part('HistoryDialog')
const Entry = part('Entry')
const InvitationDialog = part('InvitationDialog')
const ShareDialog = part('ShareDialog')
const SignOutDialog = part('SignOutDialog')
const SettingsView = part('SettingsView')
const TrashView = part('TrashView')
const NewVersion = part('NewVersion')

export function App(): JSX.Element {
  return (
    <>
      <Guarded>{isOut.value ? <Entry /> : <Frame />}</Guarded>
      <Toasts isBelow={dialog.value !== undefined} />
      <OpenUpdate />
    </>
  )
}

function OpenUpdate(): JSX.Element | null {
  return newVersion.value ? <NewVersion /> : null
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
      onKeyDown={(event) => event.key === 'Escape' && closeDialog()}
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
