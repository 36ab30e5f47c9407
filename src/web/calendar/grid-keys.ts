/** This says which day the keys lead to from a day of a calendar (WAI-ARIA, "date grid"). */
import { daysFrom, monthsFrom } from '../dates/month.ts'

export function dayByKey(event: KeyboardEvent, day: string): string | undefined {
  const { key, altKey, ctrlKey, metaKey, shiftKey, currentTarget } = event
  if (altKey || ctrlKey || metaKey || shiftKey) return undefined
  const side = getComputedStyle(currentTarget as Element).direction === 'rtl' ? -1 : 1
  switch (key) {
    case 'ArrowLeft':
      return daysFrom(day, -side)
    case 'ArrowRight':
      return daysFrom(day, side)
    case 'ArrowUp':
      return daysFrom(day, -7)
    case 'ArrowDown':
      return daysFrom(day, 7)
    case 'PageUp':
      return monthsFrom(day, -1)
    case 'PageDown':
      return monthsFrom(day, 1)
    default:
      return undefined
  }
}
