/**
 * This is how a todo is dragged out of the calendar or within it, by mouse and by finger: to another day or hour, to
 * those without a date, and to a place of the sidebar.
 */
import { signal, type Signal } from '@preact/signals'
import { followPointer } from '../parts/follow-pointer.ts'
import { dragged as inHand } from '../state/drag.ts'
import { moveTo, type Target } from '../state/move-day.ts'
import { replica } from '../state/todos.ts'
import { may } from '../state/roles.ts'
import { endLandings, landingAt, type Landing } from '../todos/landing.ts'
import { timeText } from '../words/due.ts'
import { timeOf } from './spread.ts'

/** The todo of the calendar that is dragged is over this. */
export const target: Signal<Target | undefined> = signal(undefined)

const stepMinutes = 30

/** Hears the pointer go down on an entry, for as long as the function it returns is not called. */
export function hearDrags(root: HTMLElement): () => void {
  const down = (event: PointerEvent) => {
    const entry = (event.target as Element).closest<HTMLElement>('[data-entry]')
    const todo = replica().todo(entry?.dataset['entry'] ?? '')
    if (entry && todo && event.button === 0 && event.isPrimary && may(todo.list, 'change'))
      drag(root, todo.id, todo.name, event)
  }
  root.addEventListener('pointerdown', down)
  return () => root.removeEventListener('pointerdown', down)
}

function drag(root: HTMLElement, id: string, text: string, down: PointerEvent): void {
  let landing: Landing | undefined
  const look = ({ clientX: x, clientY: y }: PointerEvent) => {
    const below = document.elementFromPoint(x, y)
    target.value = targetAt(below, y)
    landing = target.value ? undefined : landingAt(below)
    const hint = landing?.hint ?? hintOf(target.value)
    inHand.value = { root, ids: new Set([id]), text, x, y, ...(hint && { hint }) }
  }
  followPointer(down, {
    begin: look,
    move: look,
    drop: ({ clientX: x, clientY: y }) => {
      if (target.value) moveTo(id, target.value, { x, y })
      else landing?.drop([id], { x, y })
    },
    end: () => {
      inHand.value = target.value = undefined
      endLandings()
    },
  })
}

/** Finds what is below the pointer; it is undefined where nothing can be dropped. */
function targetAt(below: Element | null, y: number): Target | undefined {
  if (below?.closest('[data-undated]')) return 'undated'
  const day = below?.closest<HTMLElement>('.calendar-view [data-day]')?.dataset['day']
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
const hintOf = (to: Target | undefined): string =>
  to !== undefined && to !== 'undated' && to.time !== undefined ? timeText(to.time) : ''
