/** Where the page is: its address, read and written in one place. */
import { computed, signal, type ReadonlySignal } from '@preact/signals'

export type Filter = 'all' | 'active' | 'finished'

export type Place =
  | { view: 'list'; list: string | undefined }
  | { view: 'today' | 'upcoming' | 'trash' | 'settings' }
  /** Of a label the query is its name. */
  | { view: 'search' | 'label'; query: string }
  | { view: 'filter'; filter: string }
  /** The day that is shown is today, and the todos are of all lists, unless they are given. */
  | { view: 'calendar'; span: 'month' | 'week'; day?: string | undefined; list?: string | undefined }

export interface Route {
  place: Place
  filter: Filter
  /** The todo whose details are open. */
  todo: string | undefined
}

const base = new URL(document.baseURI)
const url = signal(new URL(location.href))

addEventListener('popstate', () => (url.value = new URL(location.href)))

export const route: ReadonlySignal<Route> = computed(() => readRoute(url.value))

function readRoute({ pathname, searchParams }: URL): Route {
  const [first = '', second] = decodeURI(pathname.slice(base.pathname.length)).split('/')
  const filter = searchParams.get('filter')
  return {
    place: placeOf(first, second, searchParams),
    filter: filter === 'active' || filter === 'finished' ? filter : 'all',
    todo: searchParams.get('todo') ?? undefined,
  }
}

function placeOf(first: string, second: string | undefined, params: URLSearchParams): Place {
  switch (first) {
    case 'today':
    case 'upcoming':
    case 'trash':
    case 'settings':
      return { view: first }
    case 'calendar':
      return calendarOf(params)
    case 'search':
    case 'label':
      return { view: first, query: params.get('q') ?? '' }
    case 'filters':
      return { view: 'filter', filter: second ?? '' }
    default:
      return { view: 'list', list: first === 'lists' ? second : undefined }
  }
}

function calendarOf(params: URLSearchParams): Place {
  const [day, list] = [params.get('day') ?? '', params.get('list') ?? undefined]
  const isDay = /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day))
  const span = params.get('span') === 'week' ? 'week' : 'month'
  return { view: 'calendar', span, ...(isDay && { day }), ...(list && { list }) }
}

/** The address of a place; of the same with other details when only those are given. */
export function hrefOf({ place, filter = 'all', todo }: { place: Place } & Partial<Route>): string {
  const target = new URL(pathOf(place), base)
  if ('query' in place && place.query) target.searchParams.set('q', place.query)
  if (place.view === 'calendar') {
    if (place.span === 'week') target.searchParams.set('span', 'week')
    if (place.day) target.searchParams.set('day', place.day)
    if (place.list) target.searchParams.set('list', place.list)
  }
  if (filter !== 'all') target.searchParams.set('filter', filter)
  if (todo) target.searchParams.set('todo', todo)
  return target.pathname + target.search
}

function pathOf(place: Place): string {
  if (place.view === 'filter') return `filters/${place.filter}`
  if (place.view !== 'list') return place.view
  return place.list === undefined ? '' : `lists/${place.list}`
}

/** @param replace - whether "back" should not come here again: for what changes as one types or looks around */
export function go(to: { place: Place } & Partial<Route>, replace = false): void {
  const href = hrefOf(to)
  if (href === location.pathname + location.search) return
  history[replace ? 'replaceState' : 'pushState'](null, '', href)
  url.value = new URL(location.href)
}

/** Opens a todo's details beside what is shown, or closes them. */
export function openTodo(todo: string | undefined): void {
  const { place, filter, todo: open } = route.peek()
  go({ place, filter, ...(todo && { todo }) }, open !== undefined && todo !== undefined)
}

/** Links within the page go without loading it again. */
addEventListener('click', (event: MouseEvent) => {
  const link = (event.target as Element | null)?.closest?.('a')
  if (!link || link.target || event.defaultPrevented || event.button !== 0) return
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  const target = new URL(link.href)
  if (target.origin !== base.origin || !target.pathname.startsWith(base.pathname)) return
  if (target.pathname.startsWith(`${base.pathname}api/`)) return
  event.preventDefault()
  if (target.href !== location.href) history.pushState(null, '', target)
  url.value = target
})
