/** A week has for each day what is of all of it, and below what has a time, by the hour. */
import { useComputed } from '@preact/signals'
import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { timeText } from '../words/due.ts'
import { calendarWords } from '../words/later-words.ts'
import { language } from '../words/words.ts'
import { timeAt } from './drag.ts'
import { DayMarks } from './day-marks.tsx'
import { EntryButton } from './entry.tsx'
import { useGridKeys } from './grid-keys.ts'
import { isTarget, longDay, type ShapeProps } from './shape.ts'
import { lanes, minutesOf, timeOf, type Entry } from './spread.ts'

const hours = Array.from({ length: 24 }, (_, hour) => hour)
/** This hour is in sight first when a week is opened. */
const firstHour = 7
/** A todo has no length; it takes this much room. */
const roomMinutes = 40
const shownMax = 100

export function Week({ days, weeks, at, today, onDay, onAdd }: ShapeProps): JSX.Element {
  const root = useRef<HTMLDivElement>(null)
  const [week = []] = weeks
  useLayoutEffect(() => {
    const scroller = root.current?.querySelector<HTMLElement>('.week-hours')
    if (scroller) scroller.scrollTop = (scroller.scrollHeight / 24) * firstHour
  }, [])
  const keys = useGridKeys(root, '.week-day', { at, onDay, onAdd })
  return (
    <div class="week-grid" ref={root} role="group" aria-label={calendarWords.value.week} onKeyDown={keys}>
      <div class="week-heads">
        <span />
        {week.map((day) => (
          <WholeDay
            key={day}
            day={day}
            entries={(days.get(day) ?? []).filter(({ time }) => !time)}
            isAt={day === at}
            isToday={day === today}
            onAdd={onAdd}
          />
        ))}
      </div>
      <div class="week-hours" tabIndex={-1}>
        <div class="hour-names" aria-hidden>
          {hours.map((hour) => (
            <span key={hour}>{hour > 0 && timeText(timeOf(hour * 60))}</span>
          ))}
        </div>
        {week.map((day) => (
          <Hours
            key={day}
            day={day}
            entries={(days.get(day) ?? []).filter(({ time }) => time)}
            isToday={day === today}
            onAdd={onAdd}
          />
        ))}
      </div>
    </div>
  )
}

interface DayProps extends Pick<ShapeProps, 'onAdd'> {
  day: string
  entries: readonly Entry[]
  isToday: boolean
}

function WholeDay({ day, entries, isAt, isToday, onAdd }: DayProps & { isAt: boolean }): JSX.Element {
  const isOver = useComputed(() => isTarget(day)).value
  const weekday = new Intl.DateTimeFormat(language.value, { weekday: 'short', timeZone: 'UTC' })
  const more = entries.length - shownMax
  return (
    <div
      class={`week-day ${isOver ? 'is-target' : ''}`}
      data-day={day}
      role="group"
      tabIndex={isAt ? 0 : -1}
      aria-label={calendarWords.value.dayWith(longDay(day), entries.length)}
      {...(isToday && { 'aria-current': 'date' as const })}
      onClick={({ currentTarget }) => onAdd(currentTarget, day)}
    >
      <span class="day">
        {weekday.format(new Date(`${day}T00:00Z`))} <b>{Number(day.slice(8))}</b>
      </span>
      <DayMarks day={day} />
      {entries.slice(0, shownMax).map((entry) => (
        <EntryButton key={`${entry.todo.id} ${entry.isComing}`} entry={entry} />
      ))}
      {more > 0 && <span class="more">{calendarWords.value.more(more)}</span>}
    </div>
  )
}

const percent = (minutes: number): string => `${(minutes / (24 * 60)) * 100}%`

function Hours({ day, entries, isToday, onAdd }: DayProps): JSX.Element {
  const isOver = useComputed(() => isTarget(day)).value
  return (
    <div
      class={`hours ${isToday ? 'is-today' : ''} ${isOver ? 'is-target' : ''}`}
      data-day={day}
      data-hours
      onClick={(event) => {
        const box = event.currentTarget.getBoundingClientRect()
        onAdd(event.currentTarget, day, timeAt(event.clientY - box.top, box.height))
      }}
    >
      {lanes(entries.slice(0, shownMax), roomMinutes).map(({ entry, lane, of }) => (
        <EntryButton
          key={`${entry.todo.id} ${entry.isComing}`}
          entry={entry}
          isTimed
          style={{
            top: percent(minutesOf(entry.time)),
            height: percent(roomMinutes),
            insetInlineStart: `${(lane / of) * 100}%`,
            width: `${100 / of}%`,
          }}
        />
      ))}
    </div>
  )
}
