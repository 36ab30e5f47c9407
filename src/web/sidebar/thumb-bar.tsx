/** Where the window is narrow the places that are gone to most are at the thumb; the lists come in a drawer. */
import { CalendarDays, CalendarRange, Menu, Search, type IconNode } from 'lucide'
import type { JSX } from 'preact'
import { Icon } from '../parts/icon.tsx'
import { isNarrow } from '../state/layout.ts'
import { isDrawerOpen } from '../state/overlays.ts'
import { hrefOf, route, type Place } from '../state/route.ts'
import { words } from '../words/words.ts'

export function ThumbBar(): JSX.Element | null {
  if (!isNarrow.value) return null
  const { today, upcoming, search, lists } = words.value
  return (
    <div class="thumb-bar">
      <Thumb icon={CalendarDays} name={today} place={{ view: 'today' }} />
      <Thumb icon={CalendarRange} name={upcoming} place={{ view: 'upcoming' }} />
      <Thumb icon={Search} name={search} place={{ view: 'search', query: '' }} />
      <button
        type="button"
        data-drop="lists"
        aria-expanded={isDrawerOpen.value}
        onClick={() => (isDrawerOpen.value = true)}
      >
        <Icon of={Menu} />
        {lists}
      </button>
    </div>
  )
}

function Thumb({ icon, name, place }: { icon: IconNode; name: string; place: Place }): JSX.Element {
  const isHere = route.value.place.view === place.view
  return (
    <a href={hrefOf({ place })} data-drop={place.view} {...(isHere && { 'aria-current': 'page' as const })}>
      <Icon of={icon} />
      {name}
    </a>
  )
}
