/** Todos under one another, however many: what is far from sight is there for the browser's find, but not drawn. */
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { dragged, dropLine } from '../state/drag.ts'
import type { Item } from '../state/items.ts'
import { active } from '../state/selection.ts'
import { finishedShown } from '../device/settings.ts'
import type { Todo } from '../../client/client.ts'
import { hearDrags } from './hear-drags.ts'
import { rowEvents } from './row-events.ts'
import { TodoRow } from './todo-row.tsx'
import { useFocusKept } from './use-focus.ts'
import { useGlide } from './use-glide.ts'
import { usePlaces } from './use-places.ts'
import { useRests } from './use-rests.tsx'
import { useWindow } from './use-window.ts'

interface Props {
  items: readonly Item[]
  label: string
  /** The list, when these are the todos of one, in the order that can be changed. */
  list?: string
  /** Which todos of the list are among the items, for moving by keys. */
  isShown?: (todo: Todo) => boolean
  /** Shown when there are no items. */
  empty?: JSX.Element
}

const all = (): boolean => true

export function TodoList({ items, label, list, isShown = all, empty }: Props): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null)
  const root = useRef<HTMLUListElement>(null)
  const latest = useRef({ items, list, isShown })
  latest.current = { items, list, isShown }
  const todos = useMemo(() => items.filter((item) => item.kind === 'todo').map((item) => item.todo), [items])
  const order = useMemo(() => todos.map((todo) => todo.id), [todos])
  const canReorder = list !== undefined
  const tabStop = active.value !== undefined && order.includes(active.value) ? active.value : order[0]
  const { parts, showItem } = useWindow(items, scroller, root, tabStop)
  useFocusKept(order, root, (id) => showItem(id))
  useGlide(items, root)
  usePlaces(order, root)
  const rest = useRests(items)
  useEffect(
    () =>
      hearDrags(root.current as HTMLElement, {
        items: () => latest.current.items,
        canReorder: () => latest.current.list !== undefined,
      }),
    [],
  )
  const line = (item: Item) =>
    item.kind === 'todo' ? (
      <TodoRow
        key={item.key}
        todo={item.todo}
        depth={item.depth}
        below={item.below.all}
        belowFinished={item.below.finished}
        isTabStop={item.key === tabStop}
        hasList={!canReorder}
      />
    ) : (
      <Heading key={item.key} item={item} />
    )
  return (
    <div class="scroll" ref={scroller}>
      <ul
        class={`todos ${dragged.value ? 'is-dragging' : ''}`}
        ref={root}
        aria-label={label}
        hidden={items.length === 0}
        {...rowEvents({ todos, order, canReorder, isShown })}
      >
        {parts.flatMap((part) => (part.isShown ? items.slice(part.from, part.to).map(line) : [rest(part)]))}
        <DropLine />
      </ul>
      {items.length === 0 && empty}
      <DragLabel />
    </div>
  )
}

function Heading({ item }: { item: Extract<Item, { kind: 'heading' }> }): JSX.Element {
  const { text, tone, isOpen } = item
  return (
    <li class={`heading ${tone ?? ''}`} data-heading={item.key}>
      <h2>
        {isOpen === undefined ? (
          text
        ) : (
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={() => (finishedShown.value = isOpen ? 'hidden' : 'shown')}
          >
            {text}
          </button>
        )}
      </h2>
    </li>
  )
}

function DropLine(): JSX.Element | null {
  const line = dropLine.value
  if (!line) return null
  return <li class="drop-line" aria-hidden style={{ top: `${line.top}px`, '--depth': line.depth }} />
}

function DragLabel(): JSX.Element | null {
  const moving = dragged.value
  if (!moving) return null
  return (
    <div class="drag-label" style={{ left: `${moving.x}px`, top: `${moving.y}px` }}>
      {moving.text}
    </div>
  )
}
