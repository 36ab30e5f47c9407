/** Todos are dragged by mouse and by finger, within their list and to other places of the page. */
import { followPointer } from '../parts/follow-pointer.ts'
import { change, place } from '../state/actions.ts'
import { dragged, dropGroup, dropLine, type DragDeps, type Press } from '../state/drag.ts'
import type { Item } from '../state/items.ts'
import { may } from '../state/roles.ts'
import { concerned, toggleSelected } from '../state/selection.ts'
import { replica } from '../state/todos.ts'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import { dropAt, withoutDragged, type Drop } from './drop.ts'
import { endLandings, landingAt, openDrawer, type Landing } from './landing.ts'
import { beginSwipe } from './swipe.ts'

const edgePx = 48
const scrollPxMax = 14
export const indentPx = 24

export function beginDrag(root: HTMLElement, press: Press, deps: DragDeps): void {
  const { element: row, event } = press
  const list = replica().todo(row.dataset['todo'] ?? '')?.list
  if (list === undefined || !may(list, 'change')) return
  const drag = new Drag(root, row, event, deps)
  followPointer(event, {
    begin: (at) => drag.begin(at),
    move: (at) => drag.look(at),
    drop: (at) => drag.drop(at),
    end: () => drag.end(),
    leave: (at) => event.pointerType === 'touch' && beginSwipe(root, row, event, at),
  })
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
  #isDragging = false
  #drop: Drop | undefined
  #group: Heading | undefined
  #landing: Landing | undefined
  #last: PointerEvent

  constructor(root: HTMLElement, row: HTMLElement, event: PointerEvent, deps: DragDeps) {
    this.#root = root
    this.#scroller = root.closest('.scroll, .details-body') as HTMLElement
    this.#id = row.dataset['todo'] as string
    this.#deps = deps
    this.#last = event
    const depth = Number(row.dataset['depth'] ?? 0)
    this.#start = { x: event.clientX, y: event.clientY, depth }
  }

  begin(at: PointerEvent): void {
    this.#isDragging = true
    this.#last = at
    const ids = new Set(concerned(this.#id))
    const name = replica().todo(this.#id)?.name ?? ''
    const text = ids.size > 1 ? words.value.selected(ids.size) : name
    dragged.value = { root: this.#root, ids, text, x: at.clientX, y: at.clientY }
    this.#scrollAtEdges()
  }

  /** What is below the pointer. */
  look(at: PointerEvent): void {
    this.#last = at
    const { clientX: x, clientY: y } = at
    const moving = dragged.peek()
    if (!moving) return
    if (x < edgePx / 2) openDrawer()
    const below = document.elementFromPoint(x, y)
    this.#forget()
    this.#landing = landingAt(below)
    const isInList = !this.#landing && below !== null && this.#scroller.contains(below)
    const hint = isInList ? this.#lookInList(below, moving.ids) : this.#landing?.hint
    if (!this.#drop) dropLine.value = undefined
    dropGroup.value = this.#group?.key
    dragged.value = { ...moving, x, y, hint }
  }

  #forget(): void {
    this.#drop = this.#group = this.#landing = undefined
  }

  /** @returns what is said of it */
  #lookInList(below: Element, ids: ReadonlySet<string>): string | undefined {
    if (!this.#deps.canReorder()) return this.#lookAtGroup(below)
    const { clientX: x, clientY: y } = this.#last
    const items = withoutDragged(this.#deps.items(), ids)
    const list = this.#root.getBoundingClientRect()
    const row = below.closest<HTMLElement>('[data-todo]')
    const box = row?.getBoundingClientRect()
    const isLower = box !== undefined && y > box.top + box.height / 2
    const at = items.findIndex((item) => item.key === row?.dataset['todo'])
    if (row && at === -1) return undefined
    const index = row ? at + Number(isLower) : y < list.top ? 0 : items.length
    const wished = this.#start.depth + Math.round((x - this.#start.x) / indentPx)
    this.#drop = dropAt(items, index, wished, this.#deps.top())
    if (!this.#drop) return undefined
    const edge = box ? (isLower ? box.bottom : box.top) : index ? list.bottom : list.top
    const indent = this.#drop.depth * indentPx
    const isToLeft = getComputedStyle(this.#root).direction === 'rtl'
    dropLine.value = {
      top: edge,
      left: list.left + (isToLeft ? 0 : indent),
      width: list.width - indent,
    }
    const { parent } = this.#drop
    if (parent === null || parent === this.#deps.top()) return undefined
    return viewWords.value.dropBelow(replica().todo(parent)?.name ?? '')
  }

  /** Where todos stand in groups, one is dropped in another group; where they are sorted, that is said. */
  #lookAtGroup(below: Element): string | undefined {
    const items = this.#deps.items()
    const at = below.closest<HTMLElement>('[data-todo], [data-heading]')?.dataset
    const index = items.findIndex(({ key }) => key === (at?.['todo'] ?? at?.['heading']))
    const group = headingAt(items, index)
    const own = headingAt(
      items,
      items.findIndex(({ key }) => key === this.#id),
    )
    if (!group?.drop || group.key === own?.key) return this.#deps.whyFixed()
    this.#group = group
    return `→ ${group.text}`
  }

  #scrollAtEdges(): void {
    if (!this.#isDragging) return
    const { top, bottom } = this.#scroller.getBoundingClientRect()
    const y = this.#last.clientY
    const into = y < top + edgePx ? y - top - edgePx : Math.max(0, y - bottom + edgePx)
    if (into !== 0) {
      const before = this.#scroller.scrollTop
      this.#scroller.scrollTop += Math.max(-1, Math.min(1, into / edgePx)) * scrollPxMax
      if (this.#scroller.scrollTop !== before) this.look(this.#last)
    }
    requestAnimationFrame(() => this.#scrollAtEdges())
  }

  drop({ clientX: x, clientY: y, pointerType }: PointerEvent): void {
    const ids = [...(dragged.peek()?.ids ?? [])]
    if (this.#landing) this.#landing.drop(ids, { x, y })
    else if (this.#drop) place(ids, this.#drop.parent, this.#drop.after)
    else if (this.#group?.drop) change(ids, this.#group.drop)
    // The finger was held, and moved nowhere.
    else if (pointerType === 'touch') toggleSelected(this.#id)
  }

  end(): void {
    this.#isDragging = false
    dragged.value = dropGroup.value = dropLine.value = undefined
    endLandings()
  }
}
