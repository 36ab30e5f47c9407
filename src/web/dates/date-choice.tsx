/** The day by presets and a calendar, the time beside it, and the zone where it is not the device's. */
import type { JSX } from 'preact'
import { quickAdd } from '../../model/quick-add/quick-add.ts'
import { now } from '../state/clock.ts'
import { dateText, dueOf, dueParts, localZone } from '../words/due.ts'
import { dateWords, viewWords } from '../words/later-words.ts'
import { words } from '../words/words.ts'
import { Calendar, type DayRange } from './calendar.tsx'
import { TimeField } from './time-field.tsx'

export interface Allowed extends DayRange {
  /** Whether there may be no date. */
  none?: boolean
  /** A day alone is not enough for `must`. */
  time?: 'may' | 'must' | 'not'
  /** Only what is over may be chosen; words are read so. */
  isPast?: boolean
}

export interface ChoiceProps {
  /** It says what the date is, such as "Due date". */
  label: string
  /** It is in the notation of due dates; null is none. */
  value: string | null
  allowed?: Allowed
  onChoose: (value: string | null) => void
  /** It is called when a day is chosen, with which most are done. */
  onDone?: () => void
}

export function DateChoice({ label, value, allowed = {}, onChoose, onDone }: ChoiceProps): JSX.Element {
  const { none = true, time: timed = 'may', isPast = false } = allowed
  const { date, time, zone } = value === null ? { date: '', time: '', zone: '' } : dueParts(value)
  const here = localZone()
  const put = (day: string, clock: string) => onChoose(dueOf(day, clock, zone || here))
  const today = dateText(now.value)
  const to = isPast ? today : allowed.to
  const presets: [name: string, day: string][] = isPast ? pastDays(today) : daysToCome(today)
  const word = dateWords.value
  return (
    <div class="date-choice">
      <div class="chips" role="group" aria-label={word.presets}>
        {presets
          .filter(([, day]) => !(allowed.from && day < allowed.from) && !(to && day > to))
          .map(([name, day]) => (
            <button
              type="button"
              class="chip"
              key={name}
              aria-pressed={date === day}
              onClick={() => {
                put(day, time)
                onDone?.()
              }}
            >
              {name}
            </button>
          ))}
        {none && (
          <button
            type="button"
            class="chip"
            aria-pressed={value === null}
            onClick={() => {
              onChoose(null)
              onDone?.()
            }}
          >
            {viewWords.value.none}
          </button>
        )}
      </div>
      <Calendar
        value={date || undefined}
        from={allowed.from}
        to={to}
        onChoose={(day) => {
          put(day, time || (timed === 'must' ? '09:00' : ''))
          onDone?.()
        }}
      />
      {timed !== 'not' && (
        <div class="date-time">
          <TimeField
            label={word.timeOf(label)}
            value={time}
            mayBeNone={timed === 'may'}
            onChoose={(clock) => put(date || today, clock)}
          />
          {zone && zone !== here && <p class="hint">{viewWords.value.timeOfZone(zone)}</p>}
        </div>
      )}
    </div>
  )
}

/** The days are those that quick add means by the same words. */
function daysToCome(today: string): [name: string, day: string][] {
  const day = (text: string) =>
    quickAdd(text, { now: Date.parse(`${today}T00:00Z`), zone: 'UTC', locale: 'zh' }).todo.due ?? today
  const { today: todayName, tomorrow } = words.value
  return [
    [todayName, today],
    [tomorrow, day('明天')],
    [dateWords.value.weekend, day('周末')],
    [viewWords.value.nextWeek, day('下周')],
  ]
}

function pastDays(today: string): [name: string, day: string][] {
  const before = new Date(Date.parse(`${today}T00:00Z`) - 86_400_000).toISOString().slice(0, 10)
  return [
    [words.value.today, today],
    [dateWords.value.yesterday, before],
  ]
}
