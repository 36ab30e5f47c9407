/**
 * It shows a month to choose a day from: a grid that is walked through by keys (WAI-ARIA, "date grid"), with dots
 * for how many todos are due on each day. Another month comes by its buttons, by keys, or by a finger that draws it
 * in.
 */
import { ChevronLeft, ChevronRight } from 'lucide'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { IconButton } from '../parts/icon-button.tsx'
import { now } from '../state/clock.ts'
import { dateText } from '../words/due.ts'
import { dateWords } from '../words/later-words.ts'
import { language } from '../words/words.ts'
import { dayLoad, dotsOf } from './day-load.ts'
import { daysFrom, firstDayOfWeek, monthsFrom, weeksOf } from './month.ts'

export interface DayRange {
  /** The first and the last day that may be chosen. */
  from?: string | undefined
  to?: string | undefined
}

interface Props extends DayRange {
  value: string | undefined
  onChoose: (day: string) => void
}

const inUtc = (options: Intl.DateTimeFormatOptions) => {
  const format = new Intl.DateTimeFormat(language.value, { ...options, timeZone: 'UTC' })
  return (day: string) => format.format(new Date(`${day}T00:00Z`))
}

export function Calendar({ value, onChoose, from, to }: Props): JSX.Element {
  const today = dateText(now.value)
  const at = useSignal(value ?? (to !== undefined && to < today ? to : today))
  const wantsFocus = useRef(false)
  const grid = useRef<HTMLTableElement>(null)
  const heading = useId()
  useLayoutEffect(() => {
    if (value !== undefined) at.value = value
  }, [value])
  useLayoutEffect(() => {
    if (wantsFocus.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
    wantsFocus.current = false
  }, [at.value])
  const isOut = (day: string) => (from !== undefined && day < from) || (to !== undefined && day > to)
  const choose = (day: string) => {
    if (isOut(day)) return
    at.value = day
    onChoose(day)
  }
  const keys = (event: KeyboardEvent) => {
    const next = dayAfter(event, at.value)
    if (next !== undefined) {
      wantsFocus.current = true
      at.value = next
    } else if (event.key === 'Enter' || event.key === ' ') choose(at.value)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const turn = (months: number) => (at.value = monthsFrom(at.value, months))
  const word = dateWords.value
  return (
    <div class="calendar" {...swiping(turn)}>
      <div class="calendar-head">
        <IconButton icon={ChevronLeft} label={word.monthBefore} onClick={() => turn(-1)} />
        <span id={heading} class="month" aria-live="polite">
          {inUtc({ year: 'numeric', month: 'long' })(at.value)}
        </span>
        <IconButton icon={ChevronRight} label={word.monthAfter} onClick={() => turn(1)} />
      </div>
      <table ref={grid} role="grid" aria-labelledby={heading} onKeyDown={keys}>
        <Weekdays />
        <tbody>
          {weeksOf(at.value, firstDayOfWeek()).map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <Day
                  key={day}
                  day={day}
                  isAt={day === at.value}
                  isChosen={day === value}
                  isToday={day === today}
                  isOut={isOut(day)}
                  isBeside={day.slice(0, 7) !== at.value.slice(0, 7)}
                  onChoose={choose}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Weekdays(): JSX.Element {
  const first = firstDayOfWeek()
  // The fourth of January 1970 was a Sunday.
  const days = [0, 1, 2, 3, 4, 5, 6].map((index) => daysFrom('1970-01-04', (first + index) % 7))
  const [short, long] = [inUtc({ weekday: 'narrow' }), inUtc({ weekday: 'long' })]
  return (
    <thead>
      <tr>
        {days.map((day) => (
          <th key={day} scope="col" abbr={long(day)}>
            {short(day)}
          </th>
        ))}
      </tr>
    </thead>
  )
}

interface DayProps {
  day: string
  isAt: boolean
  isChosen: boolean
  isToday: boolean
  isOut: boolean
  isBeside: boolean
  onChoose: (day: string) => void
}

function Day({ day, isAt, isChosen, isToday, isOut, isBeside, onChoose }: DayProps): JSX.Element {
  const count = dayLoad.value.get(day) ?? 0
  const name = inUtc({ dateStyle: 'full' })(day)
  return (
    <td
      tabIndex={isAt ? 0 : -1}
      data-day={day}
      aria-label={count === 0 ? name : dateWords.value.dayWith(name, count)}
      aria-selected={isChosen}
      {...(isToday && { 'aria-current': 'date' })}
      {...(isOut && { 'aria-disabled': true })}
      class={isBeside ? 'is-beside' : ''}
      onClick={() => onChoose(day)}
    >
      <span>{Number(day.slice(8))}</span>
      <i data-dots={dotsOf(count)} />
    </td>
  )
}

function dayAfter(event: KeyboardEvent, day: string): string | undefined {
  const { key, shiftKey, altKey, ctrlKey, metaKey, currentTarget } = event
  if (altKey || ctrlKey || metaKey) return undefined
  const isToLeft = getComputedStyle(currentTarget as Element).direction === 'rtl'
  const weekday = (new Date(`${day}T00:00Z`).getUTCDay() - firstDayOfWeek() + 7) % 7
  switch (key) {
    case 'ArrowLeft':
      return daysFrom(day, isToLeft ? 1 : -1)
    case 'ArrowRight':
      return daysFrom(day, isToLeft ? -1 : 1)
    case 'ArrowUp':
      return daysFrom(day, -7)
    case 'ArrowDown':
      return daysFrom(day, 7)
    case 'Home':
      return daysFrom(day, -weekday)
    case 'End':
      return daysFrom(day, 6 - weekday)
    case 'PageUp':
      return monthsFrom(day, shiftKey ? -12 : -1)
    case 'PageDown':
      return monthsFrom(day, shiftKey ? 12 : 1)
    default:
      return undefined
  }
}

/** A finger has to go this far to mean it. */
const swipePx = 48

function swiping(turn: (months: number) => void) {
  const start = useRef<{ x: number; y: number }>(undefined)
  return {
    onTouchStart: ({ touches }: TouchEvent) => {
      const [touch] = touches
      start.current = touch && touches.length === 1 ? { x: touch.clientX, y: touch.clientY } : undefined
    },
    onTouchEnd: ({ changedTouches, currentTarget }: TouchEvent) => {
      const [touch] = changedTouches
      if (!touch || !start.current) return
      const [right, down] = [touch.clientX - start.current.x, touch.clientY - start.current.y]
      if (Math.abs(right) < swipePx || Math.abs(right) < 2 * Math.abs(down)) return
      const isToLeft = getComputedStyle(currentTarget as Element).direction === 'rtl'
      turn(right < 0 === isToLeft ? -1 : 1)
    },
  }
}
