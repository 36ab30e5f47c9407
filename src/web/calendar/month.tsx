/** A month has six weeks of days, and each day the first of what it has. */
import { useComputed } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { go, hrefOf, route } from '../state/route.ts'
import { calendarWords } from '../words/later-words.ts'
import { language } from '../words/words.ts'
import { DayMarks } from './day-marks.tsx'
import { EntryButton } from './entry.tsx'
import { useGridKeys } from './grid-keys.ts'
import { isTarget, longDay, type ShapeProps } from './shape.ts'
import type { Entry } from './spread.ts'

/** A day has so many; the others are a step away, in its week. */
const shownMax = 4

export function Month({ days, weeks, at, today, onDay, onAdd }: ShapeProps): JSX.Element {
  const grid = useRef<HTMLTableElement>(null)
  const keys = useGridKeys(grid, 'td', { at, onDay, onAdd })
  const weekday = new Intl.DateTimeFormat(language.value, { weekday: 'short', timeZone: 'UTC' })
  return (
    <table class="month-grid" role="grid" ref={grid} onKeyDown={keys} aria-label={calendarWords.value.month}>
      <thead>
        <tr>
          {weeks[0]?.map((day) => (
            <th scope="col" key={day}>
              {weekday.format(new Date(`${day}T00:00Z`))}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <Day
                key={day}
                day={day}
                entries={days.get(day) ?? none}
                isAt={day === at}
                isToday={day === today}
                isBeside={day.slice(0, 7) !== at.slice(0, 7)}
                onAdd={onAdd}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const none: readonly Entry[] = []

interface DayProps extends Pick<ShapeProps, 'onAdd'> {
  day: string
  entries: readonly Entry[]
  isAt: boolean
  isToday: boolean
  isBeside: boolean
}

function Day({ day, entries, isAt, isToday, isBeside, onAdd }: DayProps): JSX.Element {
  const isOver = useComputed(() => isTarget(day)).value
  const word = calendarWords.value
  const more = entries.length - shownMax
  const shown = more > 1 ? entries.slice(0, shownMax) : entries
  const { place } = route.peek()
  return (
    <td
      data-day={day}
      tabIndex={isAt ? 0 : -1}
      class={`${isBeside ? 'is-beside' : ''} ${isOver ? 'is-target' : ''}`}
      {...(isToday && { 'aria-current': 'date' as const })}
      onClick={({ currentTarget }) => onAdd(currentTarget, day)}
    >
      <span class="day" aria-hidden>
        {Number(day.slice(8))}
      </span>
      <DayMarks day={day} />
      <span class="unseen">{word.dayWith(longDay(day), entries.length)}</span>
      {shown.map((entry) => (
        <EntryButton key={`${entry.todo.id} ${entry.isComing}`} entry={entry} tabIndex={isAt ? 0 : -1} />
      ))}
      {more > 1 && place.view === 'calendar' && (
        <a
          class="more"
          tabIndex={isAt ? 0 : -1}
          href={hrefOf({ place: { ...place, span: 'week', day } })}
          onClick={(event) => {
            event.preventDefault()
            event.stopPropagation()
            go({ place: { ...place, span: 'week', day } })
          }}
        >
          {word.more(more)}
        </a>
      )}
    </td>
  )
}
