/** This moves the focus by keys among the days of a calendar (WAI-ARIA, "date grid"). */
import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { daysFrom, monthsFrom } from '../dates/month.ts'
import type { ShapeProps } from './shape.ts'

/**
 * It makes the handler of keys of a month or a week: arrows go to another day, which gets the focus once it is drawn,
 * and Enter adds on a day.
 * @param cells - the selector of a day
 */
export function useGridKeys(
  grid: RefObject<HTMLElement | null>,
  cells: string,
  { at, onDay, onAdd }: Pick<ShapeProps, 'at' | 'onDay' | 'onAdd'>,
): (event: KeyboardEvent) => void {
  const wantsFocus = useRef(false)
  useLayoutEffect(() => {
    if (wantsFocus.current) grid.current?.querySelector<HTMLElement>(`${cells}[tabindex="0"]`)?.focus()
    wantsFocus.current = false
  }, [at])
  return (event) => {
    const cell = (event.target as Element).closest<HTMLElement>(cells)
    const next = dayByKey(event, at)
    if (next !== undefined) {
      wantsFocus.current = true
      onDay(next)
    } else if (event.key === 'Enter' && cell && event.target === cell) onAdd(cell, at)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
}

/** It says which day a key leads to. */
function dayByKey(event: KeyboardEvent, day: string): string | undefined {
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
