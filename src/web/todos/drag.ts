/** Dragging todos by mouse and by finger: within their list, and to other lists in the sidebar. */
import { change, moveToList, place } from '../state/actions.ts'
import { dragged, dropGroup, dropLine, dropList, type DragDeps, type Press } from '../state/drag.ts'
import type { Item } from '../state/items.ts'
import { isDrawerOpen } from '../state/overlays.ts'
import { may } from '../state/roles.ts'
import { concerned, toggleSelected } from '../state/selection.ts'
import { replica } from '../state/todos.ts'
import { words } from '../words/words.ts'
import { dropAt, withoutDragged, type Drop } from './drop.ts'

/** Pixels that a mouse moves before it drags; a finger holds still for a while instead, since moving it scrolls. */
const slackPx = 5
const holdMs = 350
const edgePx = 48
const scrollPxMax = 14
export const indentPx = 24

/** @param press - of the pointer on a row, and whether it has ended by now */
export function beginDrag(root: HTMLElement, press: Press, deps: DragDeps): void {
  const { row, event, isOver } = press
  const list = replica().todo(row.dataset['todo'] ?? '')?.list
  if (!isOver() && list !== undefined && may(list, 'change')) new Drag(root, row, event, deps)
}

type Heading = Extract<Item, { kind: 'heading' }>

/** It is the heading that the item at this place stands below. */
const headingAt = (items: readonly Item[], index: number): Heading | undefined =>
  items.slice(0, index + 1).findLast((item) => item.kind === 'heading')

class Drag {
  readonly #root: HTMLElement
  readonly #scroller: HTMLElement
  readonly #id: string
  readonly #deps: DragDeps
  readonly #start: { x: number; y: number; depth: number }
  readonly #ends = new AbortController()
  #isDragging = false
  #drop: Drop | undefined
  #group: Heading | undefined
  #last: PointerEvent

  constructor(root: HTMLElement, row: HTMLElement, event: PointerEvent, deps: DragDeps) {
    this.#root = root
    this.#scroller = root.closest('.scroll, .details-body') as HTMLElement
    this.#id = row.dataset['todo'] as string
    this.#deps = deps
    this.#last = event
    const depth = Number(row.dataset['depth'] ?? 0)
    this.#start = { x: event.clientX, y: event.clientY, depth }
    const { signal } = this.#ends
    window.addEventListener('pointermove', (moved) => this.#move(moved), { signal })
    window.addEventListener('pointerup', () => this.#up(), { signal })
    window.addEventListener('pointercancel', () => this.#end(), { signal })
    window.addEventListener('keydown', (key) => this.#isDragging && key.key === 'Escape' && this.#end(), {
      signal,
    })
    // A finger that holds still begins to drag; from then on the list must not scroll below it.
    window.addEventListener('touchmove', (touch) => this.#isDragging && touch.preventDefault(), {
      signal,
      passive: false,
    })
    window.addEventListener(
      'contextmenu',
      (opened) => event.pointerType === 'touch' && opened.preventDefault(),
      { signal },
    )
    if (event.pointerType !== 'mouse') {
      const timer = setTimeout(() => this.#begin(), holdMs)
      signal.addEventListener('abort', () => clearTimeout(timer))
    }
  }

  #begin(): void {
    if (this.#isDragging) return
    this.#isDragging = true
    const ids = new Set(concerned(this.#id))
    const name = replica().todo(this.#id)?.name ?? ''
    const text = ids.size > 1 ? words.value.selected(ids.size) : name
    dragged.value = { root: this.#root, ids, text, x: this.#last.clientX, y: this.#last.clientY }
    navigator.vibrate?.(10)
    this.#scrollAtEdges()
  }

  #move(event: PointerEvent): void {
    this.#last = event
    const far = Math.hypot(event.clientX - this.#start.x, event.clientY - this.#start.y) > slackPx
    if (!this.#isDragging) {
      if (!far) return
      if (event.pointerType !== 'mouse') return this.#end()
      this.#begin()
    }
    this.#look()
  }

  /** What is below the pointer. */
  #look(): void {
    const { clientX: x, clientY: y } = this.#last
    const moving = dragged.peek()
    if (!moving) return
    dragged.value = { ...moving, x, y }
    if (x < edgePx / 2) isDrawerOpen.value = true
    const below = document.elementFromPoint(x, y)
    dropList.value = below?.closest<HTMLElement>('[data-drop-list]')?.dataset['dropList']
    this.#drop = undefined
    dropLine.value = undefined
    this.#group = undefined
    dropGroup.value = undefined
    if (dropList.value || !below || !this.#scroller.contains(below)) return
    if (!this.#deps.canReorder()) return this.#lookAtGroup(below)
    const items = withoutDragged(this.#deps.items(), moving.ids)
    const row = below.closest<HTMLElement>('[data-todo]')
    const box = row?.getBoundingClientRect()
    const isLower = box !== undefined && y > box.top + box.height / 2
    const at = items.findIndex((item) => item.key === row?.dataset['todo'])
    if (row && at === -1) return
    const index = row ? at + Number(isLower) : y < this.#root.getBoundingClientRect().top ? 0 : items.length
    const wished = this.#start.depth + Math.round((x - this.#start.x) / indentPx)
    this.#drop = dropAt(items, index, wished, this.#deps.top())
    if (!this.#drop) return
    const edge = box
      ? isLower
        ? box.bottom
        : box.top
      : this.#root.getBoundingClientRect()[index ? 'bottom' : 'top']
    dropLine.value = { top: edge - this.#root.getBoundingClientRect().top, depth: this.#drop.depth }
  }

  /** Where todos stand in groups, one is dropped in another group; where they are sorted, that is said. */
  #lookAtGroup(below: Element): void {
    const moving = dragged.peek()
    if (!moving) return
    const items = this.#deps.items()
    const at = below.closest<HTMLElement>('[data-todo], [data-heading]')?.dataset
    const index = items.findIndex(({ key }) => key === (at?.['todo'] ?? at?.['heading']))
    const group = headingAt(items, index)
    const own = headingAt(
      items,
      items.findIndex(({ key }) => key === this.#id),
    )
    if (group?.drop && group.key !== own?.key) {
      this.#group = group
      dropGroup.value = group.key
      dragged.value = { ...moving, hint: `→ ${group.text}` }
    } else dragged.value = { ...moving, hint: this.#deps.whyFixed() }
  }

  #scrollAtEdges(): void {
    if (!this.#isDragging) return
    const { top, bottom } = this.#scroller.getBoundingClientRect()
    const y = this.#last.clientY
    const into = y < top + edgePx ? y - top - edgePx : Math.max(0, y - bottom + edgePx)
    if (into !== 0) {
      this.#scroller.scrollTop += Math.max(-1, Math.min(1, into / edgePx)) * scrollPxMax
      this.#look()
    }
    requestAnimationFrame(() => this.#scrollAtEdges())
  }

  #up(): void {
    const [moving, list, drop, group] = [dragged.peek(), dropList.peek(), this.#drop, this.#group?.drop]
    const isNowhere = !drop && !list && !group
    const wasHeld = this.#isDragging && this.#last.pointerType === 'touch' && isNowhere
    // The click that follows is not one on the row.
    if (this.#isDragging) addEventListener('click', swallow, { capture: true, once: true })
    setTimeout(() => removeEventListener('click', swallow, { capture: true }))
    this.#end()
    if (!moving) return
    const ids = [...moving.ids]
    if (list) moveToList(ids, list)
    else if (drop) place(ids, drop.parent, drop.after)
    else if (group) change(ids, group)
    else if (wasHeld) toggleSelected(this.#id)
  }

  #end(): void {
    this.#isDragging = false
    this.#ends.abort()
    dragged.value = dropGroup.value = dropLine.value = dropList.value = undefined
  }
}

function swallow(event: Event): void {
  event.preventDefault()
  event.stopPropagation()
}
