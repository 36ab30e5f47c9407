/** Todos under one another, however many: what is far from sight is there for the browser's find, but not drawn. */
import { useComputed } from '@preact/signals'
import type { JSX, RefObject } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { lazy } from '../parts/lazy.tsx'
import { hearPress } from '../parts/hear-press.ts'
import { dragged, dropGroup, swiped } from '../state/drag.ts'
import { later } from '../state/later.ts'
import { fetchingText, isFetching } from '../state/fetching.ts'
import type { Item } from '../state/items.ts'
import { active } from '../state/selection.ts'
import type { Todo } from '../../client/client.ts'
import { showFinished, toggleFolded } from '../state/views.ts'
import { rowEvents } from './row-events.ts'
import { TodoRow } from './todo-row.tsx'
import { useFocusKept } from './use-focus.ts'
import { useGlide } from './use-glide.ts'
import { usePlaces } from './use-places.ts'
import { useRests } from './use-rests.tsx'
import { useWindow } from './use-window.ts'

const DragSigns = lazy(() => later().then((parts) => parts.DragSigns))

interface Props {
  items: readonly Item[]
  label: string
  /** The list, when these are the todos of one, in the order that can be changed. */
  list?: string
  /** Where it is kept what is folded: of the list, or of the filter. */
  view?: string
  /** Why the order of the list can not be changed by hand; undefined where it can. */
  whyFixed?: string | undefined
  /** Which todos of the list are among the items, for moving by keys. */
  isShown?: (todo: Todo) => boolean
  /** Shown when there are no items. */
  empty?: JSX.Element
  /** They are the subtodos of this one, and scroll with the details around them. */
  below?: { todo: string; scroller: RefObject<HTMLElement | null> }
}

const all = (): boolean => true

export function TodoList({
  items,
  label,
  list,
  view = list,
  whyFixed,
  isShown = all,
  empty,
  below,
}: Props): JSX.Element {
  const ownScroller = useRef<HTMLElement>(null)
  const scroller = below?.scroller ?? ownScroller
  const root = useRef<HTMLUListElement>(null)
  const canReorder = list !== undefined && whyFixed === undefined
  // In the details all of them are shown.
  const foldIn = below ? undefined : view
  const todos = useMemo(() => items.filter((item) => item.kind === 'todo').map((item) => item.todo), [items])
  const order = useMemo(() => todos.map((todo) => todo.id), [todos])
  const tabStop = active.value !== undefined && order.includes(active.value) ? active.value : order[0]
  const { parts, showItem } = useWindow(items, scroller, root, tabStop, below === undefined)
  useFocusKept(order, root, (id) => showItem(id), below !== undefined)
  useGlide(items, root)
  usePlaces(order, root)
  const rest = useRests(items)
  useDrags(root, { items, canReorder, whyFixed, top: below?.todo ?? null })
  const line = (item: Item) =>
    item.kind === 'todo' ? (
      <TodoRow
        key={item.key}
        todo={item.todo}
        depth={item.depth}
        below={item.below.all}
        belowFinished={item.below.finished}
        isTabStop={item.key === tabStop}
        hasList={list === undefined}
        isFolded={item.isFolded}
        foldIn={foldIn}
        inDetails={below !== undefined}
      />
    ) : (
      <Heading key={item.key} item={item} view={view} />
    )
  const lines = (
    <>
      <ul
        class="todos"
        ref={root}
        aria-label={label}
        hidden={items.length === 0}
        {...rowEvents({ todos, order, canReorder, whyFixed, foldIn, isShown })}
      >
        {parts.flatMap((part) => (part.isShown ? items.slice(part.from, part.to).map(line) : [rest(part)]))}
      </ul>
      {empty && isFetching(list)
        ? // A list says so beside its count.
          (items.length === 0 || !list) && (
            <p class={`is-late ${items.length > 0 ? 'fetching' : 'nothing'}`}>{fetchingText()}</p>
          )
        : items.length === 0 && empty}
      <Signs root={root} />
    </>
  )
  if (below) return lines
  return (
    <div class="scroll" ref={ownScroller as RefObject<HTMLDivElement>}>
      {lines}
    </div>
  )
}

interface Dragging {
  top: string | null
  items: readonly Item[]
  canReorder: boolean
  whyFixed: string | undefined
}

/** The pointer is heard once; what it finds is what is there then. */
function useDrags(root: RefObject<HTMLUListElement | null>, now: Dragging): void {
  const latest = useRef(now)
  latest.current = now
  useEffect(() => {
    const list = root.current as HTMLElement
    const deps = {
      items: () => latest.current.items,
      canReorder: () => latest.current.canReorder,
      whyFixed: () => latest.current.whyFixed,
      top: () => latest.current.top,
    }
    const down = (event: PointerEvent) =>
      hearPress(
        event,
        '[data-todo]',
        event.pointerType === 'touch' ? fields : `${fields}, .tick, .actions`,
        (part, press) => part.beginDrag(list, press, deps),
      )
    list.addEventListener('pointerdown', down)
    return () => list.removeEventListener('pointerdown', down)
  }, [])
}

const fields = 'textarea, input, .name-editing'

interface HeadingProps {
  item: Extract<Item, { kind: 'heading' }>
  view: string | undefined
}

function Heading({ item, view }: HeadingProps): JSX.Element {
  const { key, text, tone, isOpen } = item
  const isTarget = useComputed(() => dropGroup.value === key).value
  const toggle = () => {
    if (view === undefined) return
    if (key === 'finished') showFinished(view, !isOpen)
    else toggleFolded(view, key)
  }
  return (
    <li class={`heading ${tone ?? ''} ${isTarget ? 'is-target' : ''}`} data-heading={key}>
      <h2>
        {isOpen === undefined ? (
          text
        ) : (
          <button type="button" aria-expanded={isOpen} onClick={toggle}>
            {text}
          </button>
        )}
      </h2>
    </li>
  )
}

/** It shows what is dragged or swiped here. */
function Signs({ root }: { root: RefObject<HTMLElement | null> }): JSX.Element | null {
  const isOfThis = useComputed(() => (dragged.value ?? swiped.value)?.root === root.current).value
  return isOfThis ? <DragSigns root={root} /> : null
}
