/** This is how a todo is dragged, by mouse and by finger: to another day or hour, or to those without a date. */
import { signal, type Signal } from '@preact/signals'
import { replica } from '../state/todos.ts'
import { may } from '../state/roles.ts'
import { timeText } from '../words/due.ts'
import { moveTo, type Target } from './move.ts'
import { timeOf } from './spread.ts'

export interface Dragged {
  id: string
  text: string
  x: number
  y: number
  target: Target | undefined
}

export const dragged: Signal<Dragged | undefined> = signal(undefined)

/** A mouse moves so many pixels before it drags; a finger holds still for a while, since moving it scrolls. */
const slackPx = 5
const holdMs = 350
const stepMinutes = 30

/** Hears the pointer go down on an entry, for as long as the function it returns is not called. */
export function hearDrags(root: HTMLElement): () => void {
  const down = (event: PointerEvent) => {
    const entry = (event.target as Element).closest<HTMLElement>('[data-entry]')
    const todo = replica().todo(entry?.dataset['entry'] ?? '')
    if (entry && todo && event.button === 0 && event.isPrimary && may(todo.list, 'change'))
      press(todo.id, todo.name, event)
  }
  root.addEventListener('pointerdown', down)
  return () => root.removeEventListener('pointerdown', down)
}

function press(id: string, text: string, down: PointerEvent): void {
  const end = new AbortController()
  const { signal } = end
  const isTouch = down.pointerType !== 'mouse'
  const begin = ({ clientX: x, clientY: y }: PointerEvent) => {
    dragged.value = { id, text, x, y, target: targetAt(x, y) }
    if (isTouch) navigator.vibrate?.(10)
  }
  const stop = () => {
    end.abort()
    dragged.value = undefined
  }
  window.addEventListener(
    'pointermove',
    (event) => {
      if (dragged.peek()) return begin(event)
      if (Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) <= slackPx) return
      if (isTouch) stop()
      else begin(event)
    },
    { signal },
  )
  window.addEventListener(
    'pointerup',
    () => {
      const dropped = dragged.peek()
      stop()
      if (!dropped) return
      // The click that follows is not one on the entry.
      window.addEventListener('click', swallow, { capture: true, once: true })
      setTimeout(() => removeEventListener('click', swallow, { capture: true }))
      const { x, y, target } = dropped
      if (target) moveTo(id, target, { x, y })
    },
    { signal },
  )
  window.addEventListener('pointercancel', stop, { signal })
  window.addEventListener('keydown', (event) => event.key === 'Escape' && dragged.peek() && stop(), {
    signal,
    capture: true,
  })
  window.addEventListener('touchmove', (touch) => dragged.peek() && touch.preventDefault(), {
    signal,
    passive: false,
  })
  window.addEventListener('contextmenu', (event) => isTouch && event.preventDefault(), { signal })
  if (!isTouch) return
  const timer = setTimeout(() => begin(down), holdMs)
  signal.addEventListener('abort', () => clearTimeout(timer))
}

/** Finds what is below the pointer; it is undefined where nothing can be dropped. */
export function targetAt(x: number, y: number): Target | undefined {
  const below = document.elementFromPoint(x, y)
  if (below?.closest('[data-undated]')) return 'undated'
  const day = below?.closest<HTMLElement>('[data-day]')?.dataset['day']
  if (day === undefined) return undefined
  const hours = below?.closest<HTMLElement>('[data-hours]')?.getBoundingClientRect()
  return hours ? { day, time: timeAt(y - hours.top, hours.height) } : { day }
}

/** It is the half hour that this place of a column of 24 hours is in. */
export function timeAt(top: number, height: number): string {
  const minutes = Math.floor(((top / height) * 24 * 60) / stepMinutes) * stepMinutes
  return timeOf(Math.min(Math.max(minutes, 0), 24 * 60 - stepMinutes))
}

/** It says "9:30" or the like where one is dropped at an hour. */
export const hintOf = (target: Target | undefined): string =>
  target !== undefined && target !== 'undated' && target.time !== undefined ? timeText(target.time) : ''

function swallow(event: Event): void {
  event.preventDefault()
  event.stopPropagation()
}
