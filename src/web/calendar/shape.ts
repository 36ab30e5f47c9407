/** The month and the week have this alike. */
import { language } from '../words/words.ts'
import { target } from './drag.ts'
import type { Entry } from './spread.ts'

export interface ShapeProps {
  days: ReadonlyMap<string, readonly Entry[]>
  /** Each has seven days. */
  weeks: readonly (readonly string[])[]
  /** The keys are at this day. */
  at: string
  today: string
  onDay: (day: string) => void
  onAdd: (at: Element, day: string, time?: string) => void
}

export const longDay = (day: string): string =>
  new Intl.DateTimeFormat(language.value, { dateStyle: 'full', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00Z`),
  )

/** It says whether something is dragged over this day. */
export const isTarget = (day: string): boolean => {
  const { value: over } = target
  return over !== undefined && over !== 'undated' && over.day === day
}
