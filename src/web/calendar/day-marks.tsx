/** It shows the day in the Chinese calendar beside a day's number, where somebody has switched that on. */
import type { JSX } from 'preact'
import { chineseDays } from '../state/chinese-days.ts'
import { chineseDayShort, chineseDayText } from '../words/chinese-text.ts'

export function DayMarks({ day }: { day: string }): JSX.Element | null {
  if (chineseDays.value === 'off') return null
  const short = chineseDayShort(day)
  if (short === undefined) return null
  return (
    <span class="moon-day" title={chineseDayText(day)}>
      {short}
    </span>
  )
}
