/** It shows beside a day's number what is switched on: its day in the Chinese calendar, and days off by law. */
import type { JSX } from 'preact'
import { dayOf } from '../../model/days.ts'
import { chineseDays, legalDays } from '../state/chinese-days.ts'
import { holidays } from '../state/holidays.ts'
import { chineseDayShort, chineseDayText } from '../words/chinese-text.ts'
import { calendarWords } from '../words/later-words.ts'

export function DayMarks({ day }: { day: string }): JSX.Element {
  const moonDay = chineseDays.value === 'on' ? chineseDayShort(day) : undefined
  return (
    <>
      {moonDay !== undefined && (
        <span class="moon-day" title={chineseDayText(day)}>
          {moonDay}
        </span>
      )}
      {legalDays.value === 'on' && <LegalDay day={dayOf(day)} />}
    </>
  )
}

/** @param day - counted from 1970-01-01 */
function LegalDay({ day }: { day: number }): JSX.Element | null {
  const { off, worked } = holidays.value
  const kind = off.has(day) ? 'off' : worked.has(day) ? 'worked' : undefined
  if (kind === undefined) return null
  const { short, long } = calendarWords.value.legalDays[kind]
  return (
    <abbr class={`legal-day is-${kind}`} title={long}>
      {short}
    </abbr>
  )
}
