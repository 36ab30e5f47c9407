/** The places: at the side, or in a drawer where the window is narrow. */
import { Calendar, CalendarDays, CalendarRange, Plus, Search, Settings, Trash2, X } from 'lucide'
import { computed, useComputed } from '@preact/signals'
import type { IconNode } from 'lucide'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { hearPress } from '../parts/hear-press.ts'
import { Icon } from '../parts/icon.tsx'
import { IconButton } from '../parts/icon-button.tsx'
import { lazy } from '../parts/lazy.tsx'
import { todayCount } from '../state/agenda.ts'
import { isNarrow } from '../state/layout.ts'
import { later } from '../state/later.ts'
import { addList } from '../state/list-actions.ts'
import { isAddingList, isDrawerOpen } from '../state/overlays.ts'
import { go, hrefOf, route, type Place } from '../state/route.ts'
import { allTodos, filters, lists } from '../state/todos.ts'
import { account } from '../state/who.ts'
import { SyncMark } from '../sync/sync-mark.tsx'
import { NameEditor } from '../parts/name-editor.tsx'
import { language, words } from '../words/words.ts'
import { ListLink } from './list-link.tsx'

const SavedFilters = lazy(() => later().then((parts) => parts.SavedFilters))
const SidebarLabels = lazy(() => later().then((parts) => parts.SidebarLabels))
const AccountPlace = lazy(() => later().then((parts) => parts.AccountPlace))

const hasLabels = computed(() => allTodos.value.some(({ labels }) => labels[0]))

export function Sidebar(): JSX.Element {
  const ref = useRef<HTMLElement>(null)
  const isClosed = isNarrow.value && !isDrawerOpen.value
  const isDrawer = isNarrow.value && isDrawerOpen.value
  useEffect(() => {
    if (!isDrawer) return
    const opener = document.activeElement as HTMLElement | null
    ref.current?.querySelector<HTMLElement>('a, button')?.focus()
    const close = (event: KeyboardEvent) => event.key === 'Escape' && (isDrawerOpen.value = false)
    addEventListener('keydown', close)
    return () => {
      removeEventListener('keydown', close)
      opener?.focus()
    }
  }, [isDrawer])
  // Wherever one goes, the drawer has done its work.
  const { place } = route.value
  useEffect(() => void (isDrawerOpen.value = false), [place])
  const word = words.value
  return (
    <>
      {isDrawer && <div class="veil" onClick={() => (isDrawerOpen.value = false)} />}
      <nav
        ref={ref}
        class={`sidebar ${isDrawer ? 'is-open' : ''}`}
        aria-label={word.places}
        inert={isClosed}
        onPointerDown={(event) =>
          hearPress(event, '[data-order]', 'button, textarea', (part, press) => part.beginOrder(press))
        }
      >
        {isNarrow.value && (
          <IconButton icon={X} label={word.closeSidebar} onClick={() => (isDrawerOpen.value = false)} />
        )}
        <ul class="places">
          <PlaceLink icon={Search} place={{ view: 'search', query: '' }} name={word.search} />
          <PlaceLink
            icon={CalendarDays}
            place={{ view: 'today' }}
            name={word.today}
            count={todayCount.value}
          />
          <PlaceLink icon={CalendarRange} place={{ view: 'upcoming' }} name={word.upcoming} />
          <PlaceLink icon={Calendar} place={{ view: 'calendar', span: 'month' }} name={word.calendar} />
        </ul>
        {filters.value.length > 0 && <SavedFilters />}
        <Lists />
        {hasLabels.value && <SidebarLabels />}
        <ul class="places foot">
          <PlaceLink icon={Trash2} place={{ view: 'trash' }} name={word.trash} />
          <PlaceLink icon={Settings} place={{ view: 'settings' }} name={word.settings} />
          <li>
            <SyncMark />
          </li>
          {account.value && (
            <li class="account-place">
              <AccountPlace />
            </li>
          )}
        </ul>
      </nav>
    </>
  )
}

interface PlaceLinkProps {
  icon: IconNode
  place: Place
  name: string
  count?: number
}

function PlaceLink({ icon, place, name, count = 0 }: PlaceLinkProps): JSX.Element {
  const isHere = useComputed(() => route.value.place.view === place.view).value
  return (
    <li>
      <a
        href={hrefOf({ place })}
        class="place"
        data-drop={place.view}
        {...(isHere && { 'aria-current': 'page' as const })}
      >
        <Icon of={icon} />
        <span class="grows">{name}</span>
        {count > 0 && <span class="count">{count.toLocaleString(language.value)}</span>}
      </a>
    </li>
  )
}

function Lists(): JSX.Element {
  const word = words.value
  return (
    <section class="lists" aria-label={word.lists}>
      <header>
        <h2>{word.lists}</h2>
        <IconButton icon={Plus} label={word.newList} onClick={() => (isAddingList.value = true)} />
      </header>
      <ul>
        {lists.value.map((list, index) => (
          <ListLink key={list.id} list={list} index={index} />
        ))}
        {isAddingList.value && (
          <li class="place">
            <span class="dot" />
            <NameEditor
              field="new list-name"
              name=""
              label={word.listName}
              onSave={(name) => {
                const list = addList(name)
                if (list) go({ place: { view: 'list', list } })
                return list !== undefined
              }}
              onEmpty={() => {}}
              onEnd={() => (isAddingList.value = false)}
              onAgain={() => (isAddingList.value = true)}
            />
          </li>
        )}
      </ul>
    </section>
  )
}
