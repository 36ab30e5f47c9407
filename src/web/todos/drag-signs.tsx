/** What shows where something that is dragged will land, and what a row that is moved aside will do. */
import { CalendarDays, Check, RotateCcw } from 'lucide'
import type { JSX, RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { daysLater } from '../../model/days.ts'
import { firstDayOfWeek } from '../dates/month.ts'
import { Icon } from '../parts/icon.tsx'
import { today } from '../state/agenda.ts'
import { now } from '../state/clock.ts'
import { dayChoice, dragged, dropLine, swiped, type DayChoice, type Swiped } from '../state/drag.ts'
import { dayHeading } from '../words/due.ts'
import { language, words } from '../words/words.ts'

export function DragSigns({ root }: { root: RefObject<HTMLElement | null> }): JSX.Element | null {
  const [moving, swipe, line, days] = [dragged.value, swiped.value, dropLine.value, dayChoice.value]
  if (swipe?.root === root.current) return <Aside {...(swipe as Swiped)} />
  if (!moving || moving.root !== root.current) return null
  return (
    <>
      {line && (
        <div
          class="drop-line"
          aria-hidden
          style={{ top: `${line.top}px`, left: `${line.left}px`, width: `${line.width}px` }}
        />
      )}
      {days && <Days {...days} />}
      <div class="drag-label" style={{ left: `min(${moving.x}px, 100vw - 19rem)`, top: `${moving.y}px` }}>
        {moving.text}
        {moving.hint && <span class="hint">{moving.hint}</span>}
      </div>
    </>
  )
}

const icons = { finish: Check, reopen: RotateCcw, date: CalendarDays } as const

/** It fills what the row has left free. */
function Aside({ row, by, does, isPast }: Swiped): JSX.Element {
  const { top, height, left, right } = row.getBoundingClientRect()
  const name = { finish: words.value.finish, reopen: words.value.reopen, date: words.value.due }[does]
  const edge = by > 0 ? { left: `${left - by}px` } : { left: `${right}px` }
  return (
    <div
      class={`swipe-aside does-${does} ${isPast ? 'is-past' : ''} ${by > 0 ? '' : 'is-behind'}`}
      aria-hidden
      style={{ top: `${top}px`, height: `${height}px`, width: `${Math.abs(by)}px`, ...edge }}
    >
      <Icon of={icons[does]} />
      <span>{name}</span>
    </div>
  )
}

const daysShown = 35

/** It offers the next days, each as a place to drop on, beside Upcoming and the calendar. */
function Days({ at, span }: DayChoice): JSX.Element {
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = ref.current as HTMLElement
    const [box, anchor] = [element.getBoundingClientRect(), at.getBoundingClientRect()]
    // It is beside a place of the sidebar, and above one at the thumb.
    const isAtFoot = anchor.bottom > innerHeight - anchor.height
    const isToLeft = getComputedStyle(at).direction === 'rtl'
    const beside = isToLeft ? anchor.left - box.width : anchor.right
    const left = isAtFoot ? anchor.left : beside
    const top = isAtFoot ? anchor.top - box.height : anchor.top
    element.style.left = `${Math.max(0, Math.min(left, innerWidth - box.width))}px`
    element.style.top = `${Math.max(0, Math.min(top, innerHeight - box.height))}px`
  }, [at, span])
  const from = today.value
  const days =
    span === 'week'
      ? Array.from({ length: 7 }, (_, index) => daysLater(from, index + 1))
      : Array.from({ length: daysShown }, (_, index) => daysLater(from, index))
  const weekday = new Intl.DateTimeFormat(language.value, { weekday: 'narrow', timeZone: 'UTC' })
  return (
    <div class={`day-choice of-${span}`} ref={ref} aria-hidden>
      {days.map((day) => (
        <span key={day} data-drop-day={day} style={span === 'month' ? { gridColumn: columnOf(day) } : {}}>
          {span === 'week' ? (
            dayHeading(day, now.value)
          ) : (
            <>
              <small>{weekday.format(new Date(`${day}T00:00Z`))}</small>
              {Number(day.slice(8))}
            </>
          )}
        </span>
      ))}
    </div>
  )
}

const columnOf = (day: string): number =>
  ((new Date(`${day}T00:00Z`).getUTCDay() - firstDayOfWeek() + 7) % 7) + 1
