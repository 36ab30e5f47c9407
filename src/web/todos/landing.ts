/**
 * Says where a todo lands that is dropped on a place of the page, and puts it there: on a list, today, a day, a label
 * or the trash. Places have their names in `data-drop`, lists, labels and days in attributes of their own.
 */
import { change, moveToList, remove } from '../state/actions.ts'
import { onDay } from '../state/arrange.ts'
import { today } from '../state/agenda.ts'
import { now } from '../state/clock.ts'
import { dayChoice } from '../state/drag.ts'
import { moveTo } from '../state/move-day.ts'
import { isDrawerOpen } from '../state/overlays.ts'
import { may } from '../state/roles.ts'
import { listOf } from '../state/todos.ts'
import { daysLater } from '../../model/days.ts'
import { dayHeading } from '../words/due.ts'
import { viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'

export interface Landing {
  hint: string
  /** @param at - where the pointer is, for what is asked there */
  drop: (ids: readonly string[], at: { x: number; y: number }) => void
}

const places = '[data-drop], [data-drop-list], [data-drop-label], [data-drop-day]'
/** The place that is lit is the one below the pointer. */
let lit: HTMLElement | undefined
let hasOpenedDrawer = false

/** @param below - what is below the pointer, which is lit where something can be dropped on it */
export function landingAt(below: Element | null): Landing | undefined {
  const element = below?.closest<HTMLElement>(places) ?? undefined
  const landing = element && landingOf(element)
  light(landing && element)
  if (below?.closest('.day-choice')) clearTimeout(changing)
  else offerDays(element && isChoiceOpener(element) ? element : undefined)
  if (element?.dataset['drop'] === 'lists') openDrawer()
  return landing
}

/** To be called when the drag is over. */
export function endLandings(): void {
  light(undefined)
  clearTimeout(changing)
  dayChoice.value = undefined
  if (hasOpenedDrawer) isDrawerOpen.value = false
  hasOpenedDrawer = false
}

/** It opens the drawer, by which a finger that drags something comes to the lists. */
export function openDrawer(): void {
  if (isDrawerOpen.peek()) return
  isDrawerOpen.value = hasOpenedDrawer = true
}

/** Who goes from a place to its days passes over others on the way: the days wait for a moment. */
const passingMs = 300
let changing: ReturnType<typeof setTimeout> | undefined

function offerDays(at: HTMLElement | undefined): void {
  clearTimeout(changing)
  const open = dayChoice.peek()
  if (open?.at === at) return
  const change = () =>
    (dayChoice.value = at && { at, span: at.dataset['drop'] === 'calendar' ? 'month' : 'week' })
  if (open) changing = setTimeout(change, passingMs)
  else change()
}

const isChoiceOpener = ({ dataset: { drop } }: HTMLElement): boolean =>
  drop === 'upcoming' || drop === 'calendar'

function light(element: HTMLElement | undefined): void {
  if (lit === element) return
  lit?.removeAttribute('data-lit')
  element?.setAttribute('data-lit', '')
  lit = element
}

function landingOf({ dataset }: HTMLElement): Landing | undefined {
  const { drop, dropList: list, dropLabel: label, dropDay: day } = dataset
  if (list !== undefined) return toList(list)
  if (label !== undefined) return { hint: `→ #${label}`, drop: (ids) => addLabel(ids, label) }
  if (day !== undefined) return toDay(day)
  switch (drop) {
    case 'today':
      return toDay(today.peek())
    case 'upcoming':
      return toDay(daysLater(today.peek(), 1))
    case 'trash':
      return { hint: `→ ${words.value.trash}`, drop: (ids) => remove(ids) }
    default:
      return undefined
  }
}

function toList(id: string): Landing | undefined {
  const list = listOf(id)
  if (!list) return undefined
  if (!may(id, 'change')) return { hint: viewWords.value.readOnlyList, drop: () => {} }
  return { hint: `→ ${list.name}`, drop: (ids) => moveToList(ids, id) }
}

function toDay(day: string): Landing {
  return {
    hint: `→ ${dayHeading(day, now.peek())}`,
    drop(ids, at) {
      const [only, ...others] = ids
      // It asks whether those to come go along, where it repeats.
      if (only !== undefined && others.length === 0) moveTo(only, { day }, at)
      else change(ids, onDay(day), { offersUndo: true })
    },
  }
}

const addLabel = (ids: readonly string[], label: string): void =>
  change(ids, ({ labels }) => ({ labels: labels.includes(label) ? labels : [...labels, label] }), {
    offersUndo: true,
  })
