/** It shows the day of a date in the Chinese calendar. */
import type { JSX } from 'preact'
import { chineseDays } from '../state/chinese-days.ts'
import { chineseDayText } from '../words/chinese-text.ts'

/** It returns what stands behind a date: nothing, where that is not chosen for this device. */
export function chineseDayBehind(date: string): string {
  const text = chineseDays.value === 'on' ? chineseDayText(date.slice(0, 10)) : undefined
  return text === undefined ? '' : ` · ${text}`
}

export function ChineseDay({ date }: { date: string }): JSX.Element {
  return <span class="soft">{chineseDayBehind(date)}</span>
}
