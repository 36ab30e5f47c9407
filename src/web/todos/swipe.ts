/**
 * A finger moves a row aside: to the right it finishes the todo, to the left it asks for its date (the other way round
 * in languages that are written from right to left). Whoever moves back before lifting the finger has done nothing.
 */
import { setFinished } from '../state/actions.ts'
import { swiped } from '../state/drag.ts'
import { rowOf } from '../state/focus.ts'
import { openDueMenu } from '../state/menus.ts'
import { concerned } from '../state/selection.ts'
import { replica } from '../state/todos.ts'
import { swallowClick } from '../parts/follow-pointer.ts'

/** Browsers and systems go back and forth by a finger that comes from the edge. */
const edgePx = 28
/** So far it must come until lifting it does something. */
const pastPx = 88
const sureAfterPx = 12
/** It swipes where it goes this much more sideways than up or down; else it scrolls. */
const slant = 1.5

/**
 * @param down - the finger went down there, on the row
 * @param at - it has come here
 */
export function beginSwipe(root: HTMLElement, row: HTMLElement, down: PointerEvent, at: PointerEvent): void {
  const todo = replica().todo(row.dataset['todo'] ?? '')
  if (!todo || down.clientX < edgePx || down.clientX > innerWidth - edgePx) return
  const isToLeft = getComputedStyle(row).direction === 'rtl'
  const ends = new AbortController()
  const { signal } = ends
  const show = (by: number) => {
    const isForward = by > 0 !== isToLeft
    const does = !isForward ? 'date' : todo.finished ? 'reopen' : 'finish'
    const isPast = Math.abs(by) >= pastPx
    if (isPast && !swiped.peek()?.isPast) navigator.vibrate?.(10)
    row.style.translate = `${by}px`
    swiped.value = { root, row, by, does, isPast }
  }
  const move = ({ pointerId, clientX, clientY }: PointerEvent) => {
    if (pointerId !== down.pointerId) return
    const [by, below] = [clientX - down.clientX, clientY - down.clientY]
    if (swiped.peek()) show(by)
    // The first pixels say little of where a finger goes.
    else if (Math.hypot(by, below) < sureAfterPx) return
    else if (Math.abs(by) < slant * Math.abs(below)) ends.abort()
    else show(by)
  }
  const end = (isDone: boolean) => {
    const last = swiped.peek()
    ends.abort()
    swiped.value = undefined
    row.style.translate = ''
    if (!isDone || !last) return
    swallowClick()
    if (last.isPast) act(todo.id, last.does)
  }
  const isHere = ({ pointerId }: PointerEvent) => pointerId === down.pointerId
  window.addEventListener('pointermove', move, { signal })
  window.addEventListener('pointerup', (event) => isHere(event) && end(true), { signal })
  window.addEventListener('pointercancel', (event) => isHere(event) && end(false), { signal })
  // The list does not scroll below a row that is moved aside.
  window.addEventListener(
    'touchmove',
    (touch) => swiped.peek() && touch.cancelable && touch.preventDefault(),
    {
      signal,
      passive: false,
    },
  )
  move(at)
}

function act(id: string, does: 'finish' | 'reopen' | 'date'): void {
  const ids = concerned(id)
  if (does === 'date') openDueMenu(ids, rowOf(id))
  else setFinished(ids, does === 'finish', true)
}
